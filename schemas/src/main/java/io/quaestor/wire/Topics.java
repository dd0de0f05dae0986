package io.quaestor.wire;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.AuditContent;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.Charge;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.JobDeadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The topic catalogue: every topic's name, value schema, partitions and retention. The local stack,
 * the tests and the deployment files create topics from here and from nowhere else.
 */
public final class Topics {
    /** Lanes of the cluster; fixed at provisioning, a cluster with another count is refused. */
    public static final int LANES = 32;

    /** Partitions of what is keyed by request id or by job id. */
    public static final int KEYED_PARTITIONS = 8;

    public static final String REQUESTS = "llm.requests";
    public static final String CANCELLATIONS = "llm.cancellations";
    public static final String ACCEPTED = "llm.jobs.accepted";
    public static final String RETURNED = "llm.jobs.returned";
    public static final String CONTROL = "llm.jobs.control";

    /**
     * Ends of jobs, by request id: what the ledger has to know of the journal, which is by lane.
     */
    public static final String ENDED = "llm.jobs.ended";

    public static final String RESPONSES = "llm.responses";
    public static final String JOURNAL = "llm.journal";
    public static final String REPLAYS = "llm.replays";
    public static final String CHARGES = "llm.spend.charges";
    public static final String TOTALS = "llm.spend.totals";
    public static final String BUDGETS = "llm.budgets";
    public static final String BUDGET_EVENTS = "llm.budget.events";
    public static final String CATALOG = "llm.catalog";
    public static final String CONTENT = "llm.audit.content";
    public static final String CHECKPOINTS = "llm.audit.checkpoints";
    public static final String DEAD_LETTERS = "llm.dead-letters";

    /**
     * What spend-aggregator keeps of each lane: its Streams application id, its store, and Streams'
     * own ending.
     */
    public static final String SPEND_LANES = Groups.SPEND + "-lanes-changelog";

    /**
     * The changelog of request-ingest's task sequences, named as Streams would name it: application
     * id, store, {@code -changelog}.
     */
    public static final String INGEST_SEQUENCE_CHANGELOG = Groups.INGEST + "-sequence-changelog";

    /**
     * The changelog of request-ingest's ledger: one entry a job for as long as its answer is
     * replayed.
     */
    public static final String INGEST_LEDGER_CHANGELOG = Groups.INGEST + "-ledger-changelog";

    private static final String JOBS_PREFIX = "llm.jobs.";

    /** Largest request that is taken, in bytes of its Kafka value. */
    public static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    /** Largest value on our own topics: a request and what the broker adds to it. */
    public static final int MAX_INTERNAL_BYTES = MAX_REQUEST_BYTES + 64 * 1024;

    /** A record batch is larger than its one record: headers, key, batch overhead. */
    static final int MAX_BATCH_BYTES = MAX_INTERNAL_BYTES + 16 * 1024;

    /** Longest deadline a request may name; the job topics keep one day more. */
    public static final Duration MAX_DEADLINE = JobDeadline.LONGEST;

    /** How long requests, jobs and responses are kept. */
    public static final Duration JOB_RETENTION = MAX_DEADLINE.plusDays(1);

    private static final Duration LONG_RETENTION = Duration.ofDays(400);
    private static final Duration FOR_EVER = Duration.ofMillis(-1);

    private static final List<TopicSpec> ALL =
            List.of(
                    kept(REQUESTS, LlmRequest.getClassSchema(), KEYED_PARTITIONS, JOB_RETENTION),
                    kept(
                            CANCELLATIONS,
                            CancelRequest.getClassSchema(),
                            KEYED_PARTITIONS,
                            JOB_RETENTION),
                    kept(ACCEPTED, AcceptedJob.getClassSchema(), LANES, JOB_RETENTION),
                    kept(RETURNED, ReturnedJob.getClassSchema(), LANES, JOB_RETENTION),
                    compacted(
                            CONTROL,
                            CancelRequested.getClassSchema(),
                            LANES,
                            "compact,delete",
                            JOB_RETENTION),
                    kept(ENDED, JobEnded.getClassSchema(), KEYED_PARTITIONS, JOB_RETENTION),
                    kept(RESPONSES, LlmResponse.getClassSchema(), KEYED_PARTITIONS, JOB_RETENTION),
                    kept(JOURNAL, JournalEvent.getClassSchema(), LANES, LONG_RETENTION),
                    kept(REPLAYS, ReplayOrder.getClassSchema(), KEYED_PARTITIONS, JOB_RETENTION),
                    kept(CHARGES, Charge.getClassSchema(), KEYED_PARTITIONS, LONG_RETENTION),
                    compacted(
                            TOTALS,
                            SpendTotal.getClassSchema(),
                            KEYED_PARTITIONS,
                            "compact",
                            FOR_EVER),
                    compacted(BUDGETS, BudgetRecord.getClassSchema(), LANES, "compact", FOR_EVER),
                    kept(
                            BUDGET_EVENTS,
                            BudgetEvent.getClassSchema(),
                            KEYED_PARTITIONS,
                            LONG_RETENTION),
                    compacted(CATALOG, CatalogEntry.getClassSchema(), 1, "compact", FOR_EVER),
                    kept(CONTENT, AuditContent.getClassSchema(), LANES, LONG_RETENTION),
                    bytes(CHECKPOINTS, 1, FOR_EVER),
                    bytes(DEAD_LETTERS, KEYED_PARTITIONS, LONG_RETENTION),
                    changelog(SPEND_LANES, LANES),
                    changelog(INGEST_SEQUENCE_CHANGELOG, KEYED_PARTITIONS),
                    changelog(INGEST_LEDGER_CHANGELOG, KEYED_PARTITIONS));

    /** Every topic that exists before the first catalogue is applied. */
    public static List<TopicSpec> all() {
        return ALL;
    }

    /** The queue of one provider. */
    public static String jobs(String provider) {
        return JOBS_PREFIX + provider;
    }

    /** The queue of one provider as it is created, before its catalogue entry. */
    public static TopicSpec jobsOf(String provider) {
        return kept(jobs(provider), RoutedJob.getClassSchema(), LANES, JOB_RETENTION);
    }

    /** A reply topic as a team would create it for its own responses. */
    public static TopicSpec replies(String name, int partitions) {
        return kept(name, LlmResponse.getClassSchema(), partitions, JOB_RETENTION);
    }

    private static TopicSpec kept(String name, Schema value, int partitions, Duration retention) {
        return spec(name, Optional.of(value), partitions, "delete", retention);
    }

    private static TopicSpec compacted(
            String name, Schema value, int partitions, String cleanup, Duration retention) {
        return spec(name, Optional.of(value), partitions, cleanup, retention);
    }

    /** Small segments, compacted soon: a process that was killed reads it all before it goes on. */
    private static TopicSpec changelog(String name, int partitions) {
        var plain = spec(name, Optional.empty(), partitions, "compact", FOR_EVER);
        var config = new HashMap<>(plain.config());
        config.put("segment.bytes", Integer.toString(16 * 1024 * 1024));
        config.put("min.cleanable.dirty.ratio", "0.2");
        return new TopicSpec(name, plain.value(), partitions, config);
    }

    private static TopicSpec bytes(String name, int partitions, Duration retention) {
        return spec(name, Optional.empty(), partitions, "delete", retention);
    }

    private static TopicSpec spec(
            String name,
            Optional<Schema> value,
            int partitions,
            String cleanup,
            Duration retention) {
        var config = new HashMap<String, String>();
        config.put("cleanup.policy", cleanup);
        config.put("retention.ms", Long.toString(retention.toMillis()));
        config.put("max.message.bytes", Integer.toString(MAX_BATCH_BYTES));
        // A producer's old or future timestamp would delete records early or kill a Streams thread.
        config.put("message.timestamp.type", "LogAppendTime");
        return new TopicSpec(name, value, partitions, Map.copyOf(config));
    }

    private Topics() {}
}
