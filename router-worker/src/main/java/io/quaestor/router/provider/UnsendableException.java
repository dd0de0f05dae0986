package io.quaestor.router.provider;

/**
 * Thrown inside a request mapper, deep in a message, and caught at its entry: the protocol cannot
 * express the request. The message names the part, never its content. Without a stack trace, for it
 * is an outcome and no bug.
 */
public final class UnsendableException extends RuntimeException {

    public UnsendableException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
