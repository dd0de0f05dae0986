package io.quaestor.router.admit;

import io.quaestor.event.ErrorType;

/** Why a job that may be called can never be put on a provider's queue. */
enum Unroutable {
    TOO_LARGE(
            ErrorType.TOO_LARGE,
            "the request is too large to be put on a provider's queue with its routes"),
    GONE(
            ErrorType.RETENTION,
            "the request's record was deleted while the job waited: the topic keeps records for"
                    + " less than the job's deadline");

    private final ErrorType type;
    private final String sentence;

    Unroutable(ErrorType type, String sentence) {
        this.type = type;
        this.sentence = sentence;
    }

    ErrorType type() {
        return type;
    }

    /** For the requester. */
    String sentence() {
        return sentence;
    }
}
