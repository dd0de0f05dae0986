package io.quaestor.local;

/**
 * Part of the stack could not be started, reached or stopped; the message is written for the person
 * who started it.
 */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
