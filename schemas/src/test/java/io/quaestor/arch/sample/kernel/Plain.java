package io.quaestor.arch.sample.kernel;

/** What every service may see. */
public record Plain(int value) {}
