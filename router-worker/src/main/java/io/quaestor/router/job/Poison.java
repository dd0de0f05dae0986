package io.quaestor.router.job;

import io.quaestor.event.Job;
import org.apache.avro.specific.SpecificRecord;

/** Keeps a token on which our own code fails: a bug of ours, not of the requester. */
public interface Poison {
    /** Where the token lies. */
    record Place(String topic, int lane, long offset) {}

    /**
     * Copies the token to the dead letters and says why in the log.
     *
     * @return a reference that leads from the job's answer to the log line
     */
    String keep(Place place, Job job, SpecificRecord token, Throwable bug);

    /** The job cannot be answered so either, for now: it says why in the log. */
    void unanswered(Place place, Job job, Throwable again);
}
