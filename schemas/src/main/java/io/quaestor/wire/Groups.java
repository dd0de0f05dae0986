package io.quaestor.wire;

import java.util.List;
import java.util.Map;

/**
 * The consumer groups and what each commits offsets for.
 *
 * <p>Every exactly-once stage runs with {@code auto.offset.reset=none}; provisioning commits offset
 * 0 for these topics once, so that a lost offset is an error and never a silent skip.
 */
public final class Groups {
    /** Streams application id of request-ingest. */
    public static final String INGEST = "quaestor-request-ingest";

    /** Answers submissions of jobs that are answered already; a part of request-ingest. */
    public static final String REPLAYS = "quaestor-replays";

    public static final String ADMISSION = "quaestor-admission";
    public static final String ATTEMPTS = "quaestor-attempts";

    /** Streams application id of spend-aggregator. */
    public static final String SPEND = "quaestor-spend-aggregator";

    /** For assignment only: the sink's positions are in PostgreSQL. */
    public static final String AUDIT = "quaestor-audit-sink";

    private static final Map<String, List<String>> CONSUMED =
            Map.of(
                    INGEST, List.of(Topics.REQUESTS, Topics.CANCELLATIONS, Topics.ENDED),
                    REPLAYS, List.of(Topics.REPLAYS),
                    ADMISSION, List.of(Topics.ACCEPTED, Topics.RETURNED),
                    SPEND, List.of(Topics.JOURNAL),
                    AUDIT, List.of(Topics.JOURNAL));

    /**
     * Topics of the catalogue class by the group that commits offsets for them; provider queues
     * belong to {@link #ATTEMPTS}.
     */
    public static Map<String, List<String>> consumed() {
        return CONSUMED;
    }

    private Groups() {}
}
