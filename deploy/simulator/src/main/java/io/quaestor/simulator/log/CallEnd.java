package io.quaestor.simulator.log;

import io.quaestor.simulator.call.TokenUsage;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param status the HTTP status answered, 0 when none was
 * @param usage what the reply said, empty when it said nothing
 */
public record CallEnd(CallOutcome outcome, int status, Optional<TokenUsage> usage) {

    public static CallEnd answered(int status, Optional<TokenUsage> usage) {
        return new CallEnd(CallOutcome.ANSWERED, status, usage);
    }

    public static CallEnd aborted() {
        return new CallEnd(CallOutcome.ABORTED_BY_CLIENT, 0, Optional.empty());
    }

    public static CallEnd reset() {
        return new CallEnd(CallOutcome.RESET_BY_SIMULATOR, 0, Optional.empty());
    }
}
