package io.quaestor.router.waits;

/**
 * One kind of waiting.
 *
 * @param provider that the job would rather go to; empty while nobody has decided on one
 */
public record Wait(String provider, String department, WaitReason reason) {}
