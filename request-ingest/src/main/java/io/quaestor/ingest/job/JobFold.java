package io.quaestor.ingest.job;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.HandedBack;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.Released;
import io.quaestor.event.Terminal;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * What one journal event makes of a job.
 *
 * <p>The newest run is shown: an event of a later run starts it anew, one of an earlier run changes
 * nothing. Events of a run come in the order of their numbers, so one that was seen before is known
 * by its number. A run whose first events were not seen is shown from where it was.
 */
public final class JobFold {

    private JobFold() {}

    /** Whether the event tells of a job at all, and not of a lane, the catalogue or a route. */
    public static boolean concerns(JournalEvent event) {
        return switch (event.getEvent()) {
            case JobAccepted _,
                    JobRejected _,
                    Admitted _,
                    AttemptStarted _,
                    AttemptFinished _,
                    HandedBack _,
                    UsageObserved _,
                    Released _,
                    HoldExpired _,
                    JobFinished _,
                    CancelRequested _ ->
                    true;
            // Also what a later version writes.
            default -> false;
        };
    }

    /**
     * The job with the event folded in.
     *
     * @param known the same job as it stood; empty when nothing was seen of it
     * @return empty where late news or a cancellation tells of a job that is not known
     */
    public static Optional<JobStanding> plus(Optional<JobStanding> known, JournalEvent event) {
        if (event.getEvent() instanceof CancelRequested) {
            // Its writer knows the job and not the run.
            return known.map(job -> job.with(job.course().toBeCancelled()));
        }
        long run = event.getRun();
        if (known.map(job -> job.origin().run() > run).orElse(false)) {
            return known;
        }
        int number = event.getEventNumber();
        var same = known.filter(job -> job.origin().run() == run);
        if (number == 0 && same.isEmpty()) {
            return known;
        }
        var job = same.orElseGet(() -> begun(event));
        boolean seen = number != 0 && number <= job.course().lastEvent();
        return Optional.of(seen ? job : folded(job, event).numbered(number));
    }

    private static JobStanding begun(JournalEvent event) {
        var origin =
                new Origin(
                        JobId.parse(event.getSubject()),
                        event.getDepartment(),
                        event.getRequestId(),
                        event.getRun(),
                        "",
                        Optional.empty());
        return JobStanding.begun(origin, event.getAt());
    }

    private static JobStanding folded(JobStanding job, JournalEvent event) {
        var at = event.getAt();
        return switch (event.getEvent()) {
            case JobAccepted accepted -> accepted(job, accepted, at);
            case JobRejected rejected -> ended(job, rejected.getTerminal(), at);
            case Admitted admitted -> admitted(job, admitted, at);
            case AttemptStarted started ->
                    job.with(job.course().calling(started.getAttempt(), started.getRoute()))
                            .with(job.times().started(at));
            case AttemptFinished attempt ->
                    job.with(job.course().called(attempt)).with(job.bill().plus(attempt));
            case HandedBack back ->
                    job.with(job.course().retrying(new Reason(back.getCause(), "", true)))
                            .with(job.times().handedBack(back.getNotBefore()));
            case UsageObserved observed ->
                    job.with(
                            job.bill()
                                    .observed(
                                            observed.getDispatch(),
                                            observed.getCost().getTotalNanoUsd()));
            case HoldExpired hold ->
                    job.with(job.bill().expired(hold.getDispatch(), hold.getBoundNanoUsd()));
            case JobFinished finished -> ended(job, finished.getTerminal(), at);
            default -> job;
        };
    }

    private static JobStanding accepted(JobStanding job, JobAccepted accepted, Instant at) {
        var origin =
                job.origin()
                        .asking(accepted.getModel())
                        .submitted(Place.of(accepted.getSubmission()));
        return job.with(origin).with(Times.from(at).due(accepted.getDeadline()));
    }

    private static JobStanding admitted(JobStanding job, Admitted admitted, Instant at) {
        return job.with(job.origin().asking(admitted.getModel()))
                .with(job.course().routed(admitted.getRoute()))
                .with(job.times().admitted(at).due(admitted.getDeadline()));
    }

    private static JobStanding ended(JobStanding job, Terminal terminal, Instant at) {
        return job.with(job.origin().submitted(Place.of(terminal.getSubmission())))
                .with(job.course().ended(terminal))
                .with(job.bill().settled(terminal.getCostNanoUsd()))
                .with(job.times().finished(at));
    }
}
