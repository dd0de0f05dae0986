package io.quaestor.arch.sample.spend;

import io.quaestor.arch.sample.router.Routed;

/** Breaks the rule that a service never sees another. */
record RouterUser(Routed routed) {}
