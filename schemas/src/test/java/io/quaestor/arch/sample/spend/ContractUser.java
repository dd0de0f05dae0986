package io.quaestor.arch.sample.spend;

import io.quaestor.arch.sample.kernel.Plain;

/** Keeps every rule. */
public record ContractUser(Plain plain) {}
