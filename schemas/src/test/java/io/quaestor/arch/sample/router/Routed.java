package io.quaestor.arch.sample.router;

import io.quaestor.arch.sample.spend.ContractUser;

/** Closes the cycle between the two sample services. */
public record Routed(ContractUser user) {}
