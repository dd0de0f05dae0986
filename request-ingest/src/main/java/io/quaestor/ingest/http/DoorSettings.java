package io.quaestor.ingest.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * The part of {@code request-ingest.yml} under {@code quaestor.door}.
 *
 * @param backlogMax most requests that may lie untaken before the door is shut
 * @param waitersMax most callers that wait for a response at a time
 * @param jobs what is kept of jobs
 */
@ConfigurationProperties("quaestor.door")
record DoorSettings(long backlogMax, int waitersMax, Jobs jobs) {

    /**
     * @param most jobs in memory
     * @param bytesMax bytes of heap for them
     * @param reachBack how far back the journal is read at start
     * @param eventsMax most offsets of the journal that are read at start
     */
    @ConfigurationProperties("jobs")
    record Jobs(int most, long bytesMax, Duration reachBack, long eventsMax) {}
}
