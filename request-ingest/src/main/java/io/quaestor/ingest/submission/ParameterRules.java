package io.quaestor.ingest.submission;

import io.quaestor.event.ErrorType;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Sampling;
import io.quaestor.event.Strategy;
import io.quaestor.event.UnknownOutcomePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers within their ranges. The ranges are the widest that any provider takes. */
final class ParameterRules {

    private static final int STOPS_MAX = 16;
    private static final int STOP_CHARS_MAX = 1_024;
    private static final int PRIORITY_MAX = 100;

    /** A job that was tried so often will not succeed. */
    private static final int ATTEMPTS_MAX = 100;

    private final Limits limits;
    private final Problems problems;

    ParameterRules(Limits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    void check(Submitted submitted) {
        LlmRequest request = submitted.request();
        size(submitted.valueBytes());
        sampling(request.getSampling());
        var maxOutput = request.getMaxOutputTokens();
        if (maxOutput != null && maxOutput < 1) {
            problems.outOfRange("maxOutputTokens", "must be at least 1");
        }
        if (Math.abs((long) request.getPriority()) > PRIORITY_MAX) {
            problems.outOfRange("priority", "must be -100 to 100");
        }
        var maxCost = request.getMaxCostNanoUsd();
        if (maxCost != null && maxCost < 0) {
            problems.outOfRange("maxCostNanoUsd", "must not be negative");
        }
        if (request.getStrategy() == Strategy.UNKNOWN) {
            problems.invalid("strategy", "is unknown to this version");
        }
        policies(request);
        deadline(submitted);
    }

    private void size(int valueBytes) {
        if (valueBytes > limits.requestBytes()) {
            problems.add(
                    ErrorType.TOO_LARGE,
                    "",
                    "the request has %d bytes, at most %d are taken"
                            .formatted(valueBytes, limits.requestBytes()));
        }
    }

    private void sampling(@Nullable Sampling sampling) {
        if (sampling == null) {
            return;
        }
        within("temperature", sampling.getTemperature(), 0, 2);
        within("topP", sampling.getTopP(), 0, 1);
        within("presencePenalty", sampling.getPresencePenalty(), -2, 2);
        within("frequencyPenalty", sampling.getFrequencyPenalty(), -2, 2);
        stops(sampling.getStop());
    }

    /** Written so that NaN is outside of every range. */
    private void within(String name, @Nullable Double value, int from, int to) {
        if (value != null && !(value >= from && value <= to)) {
            problems.outOfRange("sampling." + name, "must be %d to %d".formatted(from, to));
        }
    }

    private void stops(List<String> stops) {
        if (stops.size() > STOPS_MAX) {
            problems.outOfRange("sampling.stop", "has more than %d".formatted(STOPS_MAX));
            return;
        }
        for (int i = 0; i < stops.size(); i++) {
            if (stops.get(i).isEmpty() || stops.get(i).length() > STOP_CHARS_MAX) {
                problems.outOfRange(
                        "sampling.stop[" + i + "]",
                        "must have 1 to %d characters".formatted(STOP_CHARS_MAX));
            }
        }
    }

    private void policies(LlmRequest request) {
        if (request.getUnknownOutcome() == UnknownOutcomePolicy.UNKNOWN) {
            problems.invalid("unknownOutcome", "is unknown to this version");
        }
        var fallback = request.getFallback();
        if (fallback != null
                && (fallback.getMaxAttempts() < 0 || fallback.getMaxAttempts() > ATTEMPTS_MAX)) {
            problems.outOfRange("fallback.maxAttempts", "must be 0 to " + ATTEMPTS_MAX);
        }
    }

    /**
     * Judged by the time of submission, not of reading: a request that waited for us was valid, and
     * admission lets it expire.
     */
    private void deadline(Submitted submitted) {
        var deadline = submitted.request().getDeadline();
        if (deadline == null) {
            return;
        }
        if (!deadline.isAfter(submitted.submittedAt())) {
            problems.add(ErrorType.DEADLINE, "deadline", "had passed when the request came");
        }
        if (deadline.isAfter(submitted.submittedAt().plus(limits.deadline()))) {
            problems.add(
                    ErrorType.DEADLINE,
                    "deadline",
                    "is more than %d days ahead".formatted(limits.deadline().toDays()));
        }
    }
}
