package io.quaestor.spend.fold;

import java.time.Duration;
import java.time.Instant;

/**
 * A hold that ended by being charged its bound, kept while the actual cost may still become known.
 *
 * @param attempt the attempt of unknown outcome, 0 when the hold expired
 * @param at time of the event that ended it
 */
public record Estimate(OpenHold hold, Cause cause, int attempt, Instant at) {

    public enum Cause {
        /** An attempt's outcome or usage is unknown. */
        UNKNOWN_OUTCOME,
        /** No end was seen in time. */
        EXPIRED
    }

    /**
     * How long an estimate can be corrected. A call ends within its timeout and its usage is
     * written then, so hours are ample; and seven days to the longest deadline plus this stays
     * below the eight days that totals are kept.
     */
    static final Duration CORRECTABLE = Duration.ofHours(12);

    boolean correctableAt(Instant time) {
        return !time.isAfter(at.plus(CORRECTABLE));
    }
}
