package io.quaestor.service;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.context.exceptions.DependencyInjectionException;
import java.net.BindException;
import java.util.Objects;

/** Finds, in what a framework wraps ten times, the one sentence that helps. */
final class StartFailure {

    /** Longer messages are lists of classes, which help nobody who configures a service. */
    private static final int LONGEST = 400;

    /** Before what a framework's exception has to say; behind it stands its own path. */
    private static final String MESSAGE = "Message: ";

    static String sentence(Throwable failure) {
        var cause = innermost(failure);
        var said = Objects.requireNonNullElse(cause.getMessage(), "");
        return switch (cause) {
            case BindException _ -> "its HTTP address is taken or not of this machine: " + said;
            case IllegalArgumentException _ -> inOneLine(said);
            case ConfigurationException _, DependencyInjectionException _ ->
                    inOneLine(behindLast(MESSAGE, said));
            default -> cause.getClass().getSimpleName() + ": " + inOneLine(said);
        };
    }

    /** Our own checks throw that one. A number that is none says less than who tried to read it. */
    private static Throwable innermost(Throwable failure) {
        var cause = failure.getCause();
        return cause == null || cause instanceof NumberFormatException ? failure : innermost(cause);
    }

    private static String behindLast(String mark, String text) {
        int at = text.lastIndexOf(mark);
        return at < 0 ? text : text.substring(at + mark.length());
    }

    private static String inOneLine(String message) {
        var line = message.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private StartFailure() {}
}
