package io.quaestor.ingest.job;

import io.quaestor.event.JobStatus;

/** Where a job stands, in the words of its requester. */
public enum JobState {
    /** Submitted and not yet admitted: it waits for room, rate or budget. */
    WAITING,
    /** On a provider's queue. */
    QUEUED,
    /** A provider is being called. */
    CALLING,
    /** A call failed and another one will follow. */
    RETRYING,
    SUCCEEDED,
    FAILED,
    REJECTED,
    EXPIRED,
    CANCELLED,
    /** Ended in a way that this version has no word for. */
    ENDED;

    public static JobState of(JobStatus status) {
        return switch (status) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case REJECTED -> REJECTED;
            case EXPIRED -> EXPIRED;
            case CANCELLED -> CANCELLED;
            case UNKNOWN -> ENDED;
        };
    }

    /** Whether nothing more happens to the job, but for corrections of its cost. */
    public boolean isFinal() {
        return switch (this) {
            case WAITING, QUEUED, CALLING, RETRYING -> false;
            case SUCCEEDED, FAILED, REJECTED, EXPIRED, CANCELLED, ENDED -> true;
        };
    }
}
