package io.quaestor.ingest.job;

import static io.quaestor.ingest.job.JobState.CALLING;
import static io.quaestor.ingest.job.JobState.CANCELLED;
import static io.quaestor.ingest.job.JobState.ENDED;
import static io.quaestor.ingest.job.JobState.EXPIRED;
import static io.quaestor.ingest.job.JobState.FAILED;
import static io.quaestor.ingest.job.JobState.QUEUED;
import static io.quaestor.ingest.job.JobState.REJECTED;
import static io.quaestor.ingest.job.JobState.RETRYING;
import static io.quaestor.ingest.job.JobState.SUCCEEDED;
import static io.quaestor.ingest.job.JobState.WAITING;

import java.util.List;
import java.util.Optional;

/**
 * One way in which a run may go on, and the table of all of them: what is not in it does not
 * happen, unless a stage breaks the protocol.
 *
 * @param from empty for the beginning of a run
 * @param by the journal's event, and where one event may mean several things, which
 */
public record Transition(Optional<JobState> from, JobState to, String by) {

    /** Every legal transition. */
    public static final List<Transition> ALL =
            List.of(
                    first(WAITING, "JobAccepted"),
                    first(REJECTED, "JobRejected by ingest"),
                    next(WAITING, QUEUED, "Admitted"),
                    next(WAITING, REJECTED, "JobRejected"),
                    next(WAITING, FAILED, "JobFinished, no route"),
                    next(WAITING, EXPIRED, "JobFinished, deadline"),
                    next(WAITING, CANCELLED, "JobFinished, cancelled"),
                    next(WAITING, ENDED, "JobFinished of a later version"),
                    next(QUEUED, CALLING, "AttemptStarted"),
                    next(QUEUED, RETRYING, "HandedBack uncalled"),
                    next(QUEUED, FAILED, "JobFinished, not callable"),
                    next(QUEUED, EXPIRED, "JobFinished, deadline"),
                    next(QUEUED, CANCELLED, "JobFinished, cancelled"),
                    next(QUEUED, ENDED, "JobFinished of a later version"),
                    next(CALLING, SUCCEEDED, "JobFinished"),
                    next(CALLING, RETRYING, "HandedBack"),
                    next(CALLING, FAILED, "JobFinished"),
                    next(CALLING, EXPIRED, "JobFinished, deadline"),
                    next(CALLING, CANCELLED, "JobFinished, cancelled"),
                    next(CALLING, ENDED, "JobFinished of a later version"),
                    next(RETRYING, QUEUED, "Admitted"),
                    next(RETRYING, REJECTED, "JobRejected, never called"),
                    next(RETRYING, FAILED, "JobFinished"),
                    next(RETRYING, EXPIRED, "JobFinished, deadline"),
                    next(RETRYING, CANCELLED, "JobFinished, cancelled"),
                    next(RETRYING, ENDED, "JobFinished of a later version"));

    private static Transition first(JobState to, String by) {
        return new Transition(Optional.empty(), to, by);
    }

    private static Transition next(JobState from, JobState to, String by) {
        return new Transition(Optional.of(from), to, by);
    }

    /**
     * Whether a run may go from the one state to the other; staying where it is it always may.
     *
     * @param from empty for the beginning of a run
     */
    public static boolean isLegal(Optional<JobState> from, JobState to) {
        return from.equals(Optional.of(to))
                || ALL.stream().anyMatch(way -> way.from().equals(from) && way.to() == to);
    }
}
