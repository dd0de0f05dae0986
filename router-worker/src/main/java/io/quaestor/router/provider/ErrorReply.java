package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP error answer as a {@link ProviderReply}. The status decides unless code, type or words of
 * the body say more; {@code x-should-retry} overrides whether it may be retried.
 */
public final class ErrorReply {

    private static final Set<String> QUOTA_CODES =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "quota_exceeded");

    private static final Set<String> RATE_CODES =
            Set.of("rate_limit_exceeded", "rate_limited", "ratelimitreached", "rate_limit_error");

    private static final Set<String> FILTER_CODES =
            Set.of("content_filter", "content_policy_violation", "responsibleaipolicyviolation");

    private static final Set<String> CONTEXT_CODES =
            Set.of(
                    "context_length_exceeded",
                    "exceed_context_size_error",
                    "string_above_max_length");

    private static final Set<String> MODEL_CODES =
            Set.of(
                    "model_not_found",
                    "deploymentnotfound",
                    "notfounderror",
                    "resource_does_not_exist");

    private static final Set<String> KEY_CODES =
            Set.of("invalid_api_key", "authentication_error", "invalid_authentication");

    /** Providers without a code for it; lower case. */
    private static final Set<String> CONTEXT_WORDS =
            Set.of(
                    "maximum context length",
                    "context window",
                    "max_model_len",
                    "input is too long",
                    "prompt is too long");

    private ErrorReply() {}

    /** The reply for an error with this status and body. */
    public static ProviderReply of(
            int status, ErrorBody body, ReplyHeaders headers, Instant now, ReplyOrigin origin) {
        return of(refine(status, body), status, body, headers, now, origin);
    }

    /** The reply for an error whose meaning the adapter knows. */
    public static ProviderReply of(
            StatusRule rule,
            int status,
            ErrorBody body,
            ReplyHeaders headers,
            Instant now,
            ReplyOrigin origin) {
        ProviderFault fault =
                new ProviderFault(
                        rule.type(),
                        sentence(rule.type(), status),
                        status,
                        body.identifier(),
                        body.message());
        boolean retryable = shouldRetry(headers).orElse(rule.retryable());
        return reply(
                fault,
                new StatusRule(rule.type(), retryable, rule.billing()),
                RetryAfter.from(headers, now),
                origin);
    }

    private static ProviderReply reply(
            ProviderFault fault,
            StatusRule rule,
            Optional<Duration> retryAfter,
            ReplyOrigin origin) {
        boolean unbilled = rule.billing() == Billing.UNBILLED;
        if (unbilled && rule.retryable() && rule.type() == ErrorType.THROTTLED) {
            return new ProviderReply.Throttled(fault, retryAfter, origin);
        }
        if (unbilled && !rule.retryable()) {
            return new ProviderReply.Refused(fault, origin);
        }
        return new ProviderReply.Failed(
                fault, rule.retryable(), rule.billing(), retryAfter, Optional.empty(), origin);
    }

    private static StatusRule refine(int status, ErrorBody body) {
        if (says(body, QUOTA_CODES)
                || (status == 429 && body.message().startsWith("Budget limit exceeded"))) {
            return new StatusRule(ErrorType.QUOTA_EXHAUSTED, false, Billing.UNBILLED);
        }
        if (says(body, RATE_CODES)) {
            return StatusRule.of(429);
        }
        boolean aboutRequest = status == 200 || status == 400 || status == 413 || status == 422;
        if (!aboutRequest && status != 404) {
            return StatusRule.of(status);
        }
        if (says(body, FILTER_CODES)) {
            // Azure charges the prompt that its content filter refused with 400.
            return new StatusRule(ErrorType.CONTENT_FILTERED, false, Billing.UNKNOWN);
        }
        return refused(body, aboutRequest)
                .map(type -> new StatusRule(type, false, Billing.UNBILLED))
                .orElseGet(() -> StatusRule.of(status));
    }

    private static Optional<ErrorType> refused(ErrorBody body, boolean aboutRequest) {
        if (says(body, CONTEXT_CODES) || (aboutRequest && speaksOfContext(body.message()))) {
            return Optional.of(ErrorType.CONTEXT_TOO_LONG);
        }
        if (says(body, MODEL_CODES)) {
            return Optional.of(ErrorType.MODEL_NOT_FOUND);
        }
        return says(body, KEY_CODES) ? Optional.of(ErrorType.AUTHENTICATION) : Optional.empty();
    }

    private static boolean says(ErrorBody body, Set<String> identifiers) {
        return identifiers.contains(body.code().toLowerCase(Locale.ROOT))
                || identifiers.contains(body.type().toLowerCase(Locale.ROOT));
    }

    private static boolean speaksOfContext(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return CONTEXT_WORDS.stream().anyMatch(words::contains);
    }

    private static Optional<Boolean> shouldRetry(ReplyHeaders headers) {
        return headers.first("x-should-retry")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> text.equals("true") || text.equals("false"))
                .map("true"::equals);
    }

    private static String sentence(ErrorType type, int status) {
        return "The provider answered with status %d (%s)"
                .formatted(status, type.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}
