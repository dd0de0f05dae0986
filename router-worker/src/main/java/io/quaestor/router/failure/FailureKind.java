package io.quaestor.router.failure;

import static io.quaestor.router.failure.FailureKind.Circuit.FAULT;
import static io.quaestor.router.failure.FailureKind.Circuit.SAYS_NOTHING;
import static io.quaestor.router.failure.FailureKind.Circuit.WORKS;
import static io.quaestor.router.failure.FailureKind.OtherRoute.ANY;
import static io.quaestor.router.failure.FailureKind.OtherRoute.IF_THE_REQUEST_SAYS_SO;
import static io.quaestor.router.failure.FailureKind.OtherRoute.LARGER_WINDOW;
import static io.quaestor.router.failure.FailureKind.OtherRoute.NONE;
import static io.quaestor.router.failure.FailureKind.Pace.HOLDS;
import static io.quaestor.router.failure.FailureKind.Pace.SLOWS_DOWN;
import static io.quaestor.router.failure.FailureKind.SameRoute.AT_ONCE;
import static io.quaestor.router.failure.FailureKind.SameRoute.LATER;
import static io.quaestor.router.failure.FailureKind.SameRoute.NEVER;

import io.quaestor.event.ErrorType;
import io.quaestor.event.TriedRoute;

/**
 * Every way a call can fail, and what follows: the table that retries, fallbacks, circuits and
 * adaptive concurrency are decided by. The module's README shows it.
 *
 * <p>What may have been billed is tried again only if the request allows it, whatever the row says.
 */
public enum FailureKind {
    /** 429 without a sign of an exhausted quota. */
    THROTTLED(LATER, ANY, SAYS_NOTHING, SLOWS_DOWN, "the provider asks for a slower pace"),
    /** 503, 529, and codes that say so. */
    OVERLOADED(LATER, ANY, FAULT, SLOWS_DOWN, "the provider has no capacity now"),
    /** No answer in time, ours or a gateway's. */
    TIMEOUT(LATER, ANY, FAULT, SLOWS_DOWN, "no answer in time"),
    /** The connection could not be made, or broke. */
    CONNECTION(LATER, ANY, FAULT, HOLDS, "no connection, or it broke"),
    SERVER_ERROR(LATER, ANY, FAULT, SLOWS_DOWN, "the provider failed"),
    PROVIDER_INVALID_REQUEST(
            NEVER, NONE, WORKS, HOLDS, "the provider refuses the request as wrong"),
    CONTENT_FILTERED(
            NEVER, IF_THE_REQUEST_SAYS_SO, WORKS, HOLDS, "the provider's content filter refuses"),
    CONTEXT_TOO_LONG(
            NEVER,
            LARGER_WINDOW,
            WORKS,
            HOLDS,
            "the prompt does not fit the model's context window"),
    /** The request as bytes; another provider may take more. */
    TOO_LARGE(NEVER, ANY, WORKS, HOLDS, "the provider takes no request of this size"),
    AUTHENTICATION(NEVER, ANY, FAULT, HOLDS, "the credential is absent, wrong or not enough"),
    /** The 429s and 402s that no waiting heals: billing limits, used-up credit. */
    QUOTA_EXHAUSTED(NEVER, ANY, FAULT, HOLDS, "the account's quota is used up"),
    MODEL_NOT_FOUND(NEVER, ANY, FAULT, HOLDS, "the provider has no such model"),
    /** Something answered that is no answer of this protocol. */
    MALFORMED_REPLY(LATER, ANY, FAULT, HOLDS, "the reply cannot be read"),
    /** The adapter cannot express the request in this protocol. */
    INVALID_REQUEST(NEVER, ANY, SAYS_NOTHING, HOLDS, "this protocol cannot carry the request"),
    /** The provider left the catalogue after the job was routed. */
    NO_ROUTE(NEVER, ANY, SAYS_NOTHING, HOLDS, "the route is gone"),
    /** The reply is not of the asked form; a repair asks the same model again. */
    SCHEMA_VIOLATION(AT_ONCE, NONE, WORKS, HOLDS, "the reply is not of the form asked for"),
    /** A worker went away with the call open; it says nothing about the route. */
    OUTCOME_UNKNOWN(AT_ONCE, ANY, SAYS_NOTHING, HOLDS, "nobody knows how the call ended"),
    /** Our own fault, and whatever has no row of its own. */
    OTHER(NEVER, NONE, SAYS_NOTHING, HOLDS, "an internal error");

    /** Whether the same route may succeed with the same request. */
    public enum SameRoute {
        NEVER,
        /** After the provider's wish, else a jittered backoff. */
        LATER,
        AT_ONCE
    }

    /** Which other candidates may be tried. */
    public enum OtherRoute {
        NONE,
        ANY,
        /** Those whose model has a larger context window. */
        LARGER_WINDOW,
        /** {@code fallback.onContentFilter}. */
        IF_THE_REQUEST_SAYS_SO
    }

    /** What it says about the route's health. */
    public enum Circuit {
        WORKS,
        FAULT,
        SAYS_NOTHING
    }

    /** Whether fewer calls at a time are made for it. */
    public enum Pace {
        HOLDS,
        SLOWS_DOWN
    }

    private final SameRoute sameRoute;
    private final OtherRoute otherRoute;
    private final Circuit circuit;
    private final Pace pace;
    private final String meaning;

    FailureKind(
            SameRoute sameRoute,
            OtherRoute otherRoute,
            Circuit circuit,
            Pace pace,
            String meaning) {
        this.sameRoute = sameRoute;
        this.otherRoute = otherRoute;
        this.circuit = circuit;
        this.pace = pace;
        this.meaning = meaning;
    }

    /** The row of an error type; {@link #OTHER} where no call ends so. */
    public static FailureKind of(ErrorType type) {
        for (var kind : values()) {
            if (kind.name().equals(type.name())) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Whether a try counts against its route when the next one is chosen. */
    public static boolean isAgainstItsRoute(TriedRoute tried) {
        return of(tried.getError()).sameRoute != SameRoute.AT_ONCE;
    }

    public SameRoute sameRoute() {
        return sameRoute;
    }

    public OtherRoute otherRoute() {
        return otherRoute;
    }

    public Circuit circuit() {
        return circuit;
    }

    public Pace pace() {
        return pace;
    }

    /** For people: one clause. */
    public String meaning() {
        return meaning;
    }
}
