package io.quaestor.cli.stack;

/**
 * A command cannot do what it is asked for; the message is one sentence for the person who asked.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String sentence) {
        super(sentence);
    }

    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
