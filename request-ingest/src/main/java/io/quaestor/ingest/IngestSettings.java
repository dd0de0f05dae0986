package io.quaestor.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.quaestor.wire.Groups;
import io.quaestor.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The part of {@code request-ingest.yml} under {@code quaestor}.
 *
 * @param instance name of this process, stable over restarts
 * @param stateDir folder for the stores; each instance has its own below it
 * @param requestBytesMax largest request that is taken, as a record and as a body over HTTP
 * @param ledgerRetention how long after its end a job's answer is repeated to the same submission
 */
@ConfigurationProperties("quaestor.ingest")
public record IngestSettings(
        String instance, String stateDir, int requestBytesMax, Duration ledgerRetention) {

    public IngestSettings {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("the instance is not named: QUAESTOR_INSTANCE");
        }
        if (stateDir.isBlank()) {
            throw new IllegalArgumentException("the state folder is not set: QUAESTOR_STATE_DIR");
        }
        if (requestBytesMax < 1 || requestBytesMax > Topics.MAX_REQUEST_BYTES) {
            throw new IllegalArgumentException(
                    "the topics take requests of 1 to %d bytes: QUAESTOR_REQUEST_BYTES_MAX is %d"
                            .formatted(Topics.MAX_REQUEST_BYTES, requestBytesMax));
        }
        if (!ledgerRetention.isPositive() || ledgerRetention.compareTo(Topics.JOB_RETENTION) > 0) {
            throw new IllegalArgumentException(
                    "llm.responses keeps answers for %d days, so they can be repeated for at most as long: QUAESTOR_LEDGER_RETENTION is %s"
                            .formatted(Topics.JOB_RETENTION.toDays(), ledgerRetention));
        }
    }

    /** Names its Kafka clients. */
    public String clientId() {
        return Groups.INGEST + "-" + instance;
    }

    /** Streams locks its folder, and a process keeps its id in it. */
    Path storeFolder() {
        return Path.of(stateDir, instance);
    }
}
