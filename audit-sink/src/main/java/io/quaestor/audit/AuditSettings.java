package io.quaestor.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * The part of {@code audit-sink.yml} under {@code quaestor}.
 *
 * @param instance name of this process, stable over restarts
 * @param migrate whether this sink may create and change tables
 * @param batchEntries most entries of one database transaction, 1 to {@value #MAX_BATCH_ENTRIES}
 * @param batchWait longest wait until a batch is worth a transaction, at most 5 s
 */
@ConfigurationProperties("quaestor.audit")
record AuditSettings(String instance, boolean migrate, int batchEntries, Duration batchWait) {

    /**
     * Beyond this the rate no longer grew (26,600 rows/s at 2,000), but the memory and the work
     * lost by a failure did.
     */
    static final int MAX_BATCH_ENTRIES = 2_000;

    private static final Duration MAX_BATCH_WAIT = Duration.ofSeconds(5);

    AuditSettings {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("the instance is not named: QUAESTOR_INSTANCE");
        }
        if (batchEntries < 1 || batchEntries > MAX_BATCH_ENTRIES) {
            throw new IllegalArgumentException("batch-entries must be 1 to 2000: " + batchEntries);
        }
        if (batchWait.isNegative() || batchWait.compareTo(MAX_BATCH_WAIT) > 0) {
            throw new IllegalArgumentException("batch-wait must be at most 5 s: " + batchWait);
        }
    }
}
