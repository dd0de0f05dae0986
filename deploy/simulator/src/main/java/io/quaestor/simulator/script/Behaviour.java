package io.quaestor.simulator.script;

import java.time.Duration;
import java.util.Optional;

/** What the simulator does with one call. */
public sealed interface Behaviour {

    /** Answers properly. */
    record Answer() implements Behaviour {}

    /** Answers properly, but says nothing about usage. */
    record AnswerWithoutUsage() implements Behaviour {}

    /** Answers, but not in the form that was asked for. */
    record AnswerAmiss() implements Behaviour {}

    /** Answers in a fenced block of Markdown. */
    record AnswerFenced() implements Behaviour {}

    /** Answers 200 with a body that is cut in the middle and is no JSON. */
    record Malformed() implements Behaviour {}

    /**
     * Answers an error.
     *
     * @param type the provider's error name; empty: the usual one for that status
     * @param message empty: a plain sentence
     * @param retryAfter sent as Retry-After when present
     */
    record Fail(int status, String type, String message, Optional<Duration> retryAfter)
            implements Behaviour {}

    /** Never answers; the call stays open until the client gives up. */
    record Hang() implements Behaviour {}

    /** Closes the connection with a TCP reset. */
    record Reset() implements Behaviour {}
}
