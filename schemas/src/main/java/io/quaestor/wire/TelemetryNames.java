package io.quaestor.wire;

/**
 * Every name that leaves a process as telemetry: meters, their tags, and keys of log lines.
 *
 * <p>Names of {@code gen_ai} follow OpenTelemetry's semantic conventions for generative AI, which
 * are still in development: they are written here and nowhere else. A tag has few values (provider,
 * model, status; a department only where their count is bounded), never a job id, a user or text.
 */
public final class TelemetryNames {

    /** Histogram, tokens of one call by {@link #TOKEN_TYPE} and {@link #PROVIDER}. */
    public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

    /** Histogram, seconds of one call, by {@link #PROVIDER} and {@link #ERROR_TYPE}. */
    public static final String OPERATION_DURATION = "gen_ai.client.operation.duration";

    public static final String OPERATION_NAME = "gen_ai.operation.name";

    /**
     * OpenTelemetry's name of the provider, such as {@code aws.bedrock}; ours is {@link #PROVIDER}.
     */
    public static final String PROVIDER_NAME = "gen_ai.provider.name";

    public static final String REQUEST_MODEL = "gen_ai.request.model";

    /** {@code input} or {@code output}. */
    public static final String TOKEN_TYPE = "gen_ai.token.type";

    public static final String ERROR_TYPE = "error.type";

    /** Gauge, jobs that are not finished, by {@link #STATE}. */
    public static final String JOBS = "quaestor.jobs";

    /** Counter, jobs answered, by {@link #STATUS}. */
    public static final String JOBS_FINISHED = "quaestor.jobs.finished";

    /** Gauge, jobs routed and not started, by {@link #PROVIDER}. */
    public static final String LAG_NOT_STARTED = "quaestor.lag.not.started";

    /**
     * Gauge, jobs that wait for their call, by {@link #PROVIDER}, {@link #DEPARTMENT} (the largest
     * hundred of a worker) and {@link #REASON}.
     */
    public static final String WAITING = "quaestor.waiting.jobs";

    /** Gauge, calls under way, by {@link #PROVIDER}. */
    public static final String IN_FLIGHT = "quaestor.in.flight";

    /** Gauge, most calls this worker may have open now, by {@link #PROVIDER}. */
    public static final String IN_FLIGHT_LIMIT = "quaestor.in.flight.limit";

    /** Gauge, 1 while the circuit of a route is open, 0.5 while it is probed, by {@link #MODEL}. */
    public static final String CIRCUIT_OPEN = "quaestor.circuit.open";

    /** Counter, calls whose outcome nobody knows, by {@link #PROVIDER}. */
    public static final String UNKNOWN_OUTCOMES = "quaestor.unknown.outcomes";

    /** Summary, jobs of one transaction, by {@link #STAGE}. */
    public static final String SETTLEMENT_BATCH = "quaestor.settlement.batch.jobs";

    /**
     * Timer, one transaction from begin to committed, by {@link #STAGE}; of a Streams application
     * its commit alone, of the audit sink PostgreSQL's.
     */
    public static final String TRANSACTION_TIME = "quaestor.transaction.time";

    /** Gauge, share of a budget's limit that is settled or held, by {@link #BUDGET}. */
    public static final String BUDGET_USED = "quaestor.budget.used.ratio";

    /** Gauge, USD held for calls under way, by {@link #DEPARTMENT}. */
    public static final String HOLDS = "quaestor.holds.usd";

    /** Counter, records read from {@code llm.requests}, by {@link #OUTCOME}. */
    public static final String INGEST_SUBMISSIONS = "quaestor.ingest.submissions";

    /** Counter, records read from {@code llm.cancellations}, by {@link #OUTCOME}. */
    public static final String INGEST_CANCELLATIONS = "quaestor.ingest.cancellations";

    /** Counter, submissions answered with an earlier answer, by {@link #OUTCOME}. */
    public static final String INGEST_REPLAYS = "quaestor.ingest.replays";

    /** Counter; events of the journal that break the table of job states. */
    public static final String INGEST_ODDITIES = "quaestor.ingest.oddities";

    public static final String SPEND_EVENTS = "quaestor.spend.events";
    public static final String SPEND_CHARGES = "quaestor.spend.charges";
    public static final String SPEND_BUDGET_EVENTS = "quaestor.spend.budget.events";
    public static final String SPEND_HOLDS_EXPIRED = "quaestor.spend.holds.expired";

    /** Counter; stays at zero while everybody keeps the protocol. */
    public static final String SPEND_DEAD_LETTERS = "quaestor.spend.dead.letters";

    /** Counter; stays at zero while everybody keeps the protocol. */
    public static final String SPEND_ODDITIES = "quaestor.spend.oddities";

    public static final String AUDIT_ENTRIES = "quaestor.audit.entries";
    public static final String AUDIT_BATCH = "quaestor.audit.batch.entries";
    public static final String AUDIT_LANES_STOPPED = "quaestor.audit.lanes.stopped";

    /** Tags. */
    public static final String DEPARTMENT = "department";

    public static final String BUDGET = "budget";
    public static final String PROVIDER = "provider";
    public static final String MODEL = "model";
    public static final String OUTCOME = "outcome";
    public static final String REASON = "reason";
    public static final String STATE = "state";
    public static final String STATUS = "status";
    public static final String STAGE = "stage";
    public static final String LEVEL = "level";
    public static final String WINDOW = "window";

    /** Keys of log lines, beside {@link #DEPARTMENT} and {@link #PROVIDER}. */
    public static final String JOB_ID = "jobId";

    public static final String EVENT_ID = "eventId";

    /** Of an HTTP request that failed: what its caller was told. */
    public static final String REFERENCE = "reference";

    public static final String METHOD = "method";
    public static final String PATH = "path";

    private TelemetryNames() {}
}
