package io.quaestor.router.waits;

import java.util.Locale;

/** What a job waits for before its call. A department over its budget is refused, not kept. */
public enum WaitReason {
    /** The provider's queue holds as many jobs or bytes as it may. */
    LAG_LIMIT,
    /** No route it may take is in service. */
    CIRCUIT,
    /** The provider's queue takes nothing now. */
    QUEUE_CLOSED,
    /** The time before which it is not to be tried again: Retry-After, or backoff. */
    NOT_BEFORE,
    /** Its content, which is read again. */
    CONTENT,
    /** The version of the catalogue that routed it, which its worker has not read yet. */
    CATALOG,
    /** A place among the provider's calls in flight. */
    IN_FLIGHT,
    /** The provider's calls or tokens a minute. */
    RATE;

    /** As people and metrics see it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
