package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** What a rule says of a job. */
public sealed interface Verdict {
    /** Nothing against it. */
    record Allow() implements Verdict {}

    /** Refused, with the reason and the field that would have to change. */
    record Deny(ErrorType type, String field, String detail) implements Verdict {}

    Verdict ALLOW = new Allow();
}
