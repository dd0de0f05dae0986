package io.quaestor.simulator.log;

import java.util.List;
import java.util.Map;

/**
 * Counts of calls since the log was last cleared; open calls are those of now.
 *
 * @param byStatus answered calls by HTTP status
 * @param byOutcome ended calls by outcome
 * @param dropped entries that the bounded log no longer holds
 */
public record CallStats(
        int open,
        int maxOpen,
        List<ModelStats> models,
        long calls,
        Map<Integer, Long> byStatus,
        Map<CallOutcome, Long> byOutcome,
        long logged,
        long dropped,
        long logLimit) {

    /** The counts of one protocol and model. */
    public record ModelStats(String protocol, String model, int open, int maxOpen, long calls) {}
}
