package io.quaestor.router.track;

/**
 * Committed metadata that cannot be trusted: the lane stops, for calling finished jobs again would
 * be charged.
 */
public final class CorruptMarkException extends RuntimeException {
    public CorruptMarkException(String message) {
        super(message);
    }
}
