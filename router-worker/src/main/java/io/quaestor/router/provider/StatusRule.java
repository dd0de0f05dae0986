package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;

/**
 * What an HTTP error status means where the body does not say more.
 *
 * <p>Billing: a server that itself answers with an error did not deliver a completion, and no
 * provider charges for that. A status that says "somebody behind me did not answer in time" (408,
 * 502, 504, 52x) leaves open whether the model ran, so it is UNKNOWN.
 */
public record StatusRule(ErrorType type, boolean retryable, Billing billing) {

    /**
     * The rule for an error with this status; 200 stands for an error that came with success and
     * says no more.
     */
    public static StatusRule of(int status) {
        return switch (status) {
            case 200 -> unknown(ErrorType.SERVER_ERROR);
            case 401, 403 -> refused(ErrorType.AUTHENTICATION);
            case 402 -> refused(ErrorType.QUOTA_EXHAUSTED);
            case 404 -> refused(ErrorType.MODEL_NOT_FOUND);
            case 413 -> refused(ErrorType.TOO_LARGE);
            case 429 -> unbilled(ErrorType.THROTTLED);
            case 408, 504, 522, 524 -> unknown(ErrorType.TIMEOUT);
            case 409, 425 -> unbilled(ErrorType.SERVER_ERROR);
            // Groq: flex capacity exceeded. 529: Anthropic's and others' "overloaded".
            case 498, 503, 529 -> unbilled(ErrorType.OVERLOADED);
            case 499, 502, 520, 521, 523 -> unknown(ErrorType.SERVER_ERROR);
            case 501, 505 -> refused(ErrorType.PROVIDER_INVALID_REQUEST);
            default ->
                    status >= 500
                            ? unbilled(ErrorType.SERVER_ERROR)
                            : refused(ErrorType.PROVIDER_INVALID_REQUEST);
        };
    }

    private static StatusRule refused(ErrorType type) {
        return new StatusRule(type, false, Billing.UNBILLED);
    }

    private static StatusRule unbilled(ErrorType type) {
        return new StatusRule(type, true, Billing.UNBILLED);
    }

    private static StatusRule unknown(ErrorType type) {
        return new StatusRule(type, true, Billing.UNKNOWN);
    }
}
