package io.quaestor.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;

/**
 * The part of {@code request-ingest.yml} under {@code quaestor}.
 *
 * @param instance name of this process, stable over restarts
 * @param stateDir folder for the stores; each instance has its own below it
 */
@ConfigurationProperties("quaestor.ingest")
record IngestSettings(String instance, String stateDir) {

    IngestSettings {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("the instance is not named: QUAESTOR_INSTANCE");
        }
        if (stateDir.isBlank()) {
            throw new IllegalArgumentException("the state folder is not set: QUAESTOR_STATE_DIR");
        }
    }

    /** Streams locks its folder, and a process keeps its id in it. */
    Path storeFolder() {
        return Path.of(stateDir, instance);
    }
}
