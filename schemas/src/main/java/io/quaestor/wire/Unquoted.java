package io.quaestor.wire;

/**
 * Failures for the log where a prompt or a reply was at work: a library's message may quote it.
 * Classes and stacks say enough.
 */
public final class Unquoted {

    /** More causes than these are left away; a chain may even be a circle. */
    private static final int CAUSES_MAX = 8;

    /** The same failure and its causes, with the names of their classes for messages. */
    public static Throwable of(Throwable failure) {
        return copy(failure, CAUSES_MAX);
    }

    private static Throwable copy(Throwable failure, int causes) {
        var copy = new IllegalStateException(failure.getClass().getName());
        copy.setStackTrace(failure.getStackTrace());
        var cause = failure.getCause();
        if (cause != null && causes > 0) {
            copy.initCause(copy(cause, causes - 1));
        }
        return copy;
    }

    private Unquoted() {}
}
