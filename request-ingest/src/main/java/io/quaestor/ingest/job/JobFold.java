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
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.Terminal;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * What one journal event makes of a job.
 *
 * <p>The newest run is shown: an event of a later run starts it anew, one of an earlier run changes
 * nothing. A submission that is refused or answered by another run shows nothing of its own. Events
 * of a run come in the order of their numbers, so one that was seen before is known by its number.
 * A run whose first events were not seen is shown from where it was.
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
                    SubmissionRemembered _,
                    SubmissionReplayed _,
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
        long run = event.getRun();
        var same = known.filter(job -> job.origin().run() == run);
        if (same.isEmpty() && known.filter(job -> !givesWay(job, event)).isPresent()) {
            return known;
        }
        int number = event.getEventNumber();
        if (number == 0 && same.isEmpty() && !tellsOfADuplicateOf(known, event)) {
            return known;
        }
        var job = same.orElseGet(() -> begun(event));
        boolean seen = number != 0 && number <= job.course().lastEvent();
        return Optional.of(seen ? job : folded(job, event).numbered(number));
    }

    /**
     * Whether what is known makes room for another run: an earlier one does, and what only its
     * publisher told of, unless ingest merely refused one more submission of a job that began.
     */
    private static boolean givesWay(JobStanding known, JournalEvent event) {
        if (known.isOnlyNoted()) {
            return event.getEventNumber() > 0 || tellsOfADuplicateOf(Optional.of(known), event);
        }
        return known.origin().run() < event.getRun()
                && (known.neverBegan() || !refusesASubmission(event));
    }

    private static boolean refusesASubmission(JournalEvent event) {
        return event.getEvent() instanceof JobRejected rejected
                && rejected.getTerminal().getResponse() == null;
    }

    /** Whether the noted submission was no run of its own after all. */
    private static boolean tellsOfADuplicateOf(Optional<JobStanding> noted, JournalEvent event) {
        var submission =
                switch (event.getEvent()) {
                    case SubmissionRemembered remembered -> remembered.getSubmission();
                    case SubmissionReplayed replayed -> replayed.getSubmission();
                    default -> null;
                };
        return submission != null
                && noted.filter(JobStanding::isOnlyNoted)
                        .flatMap(job -> job.origin().submission())
                        .filter(Place.of(submission)::equals)
                        .isPresent();
    }

    /**
     * Whether the table of transitions has what the event did. Where events before it were not
     * seen, nothing can be said, and it counts as legal.
     *
     * @param known the job before the event
     * @param next the job with it
     */
    public static boolean isLegal(
            Optional<JobStanding> known, JournalEvent event, Optional<JobStanding> next) {
        int number = event.getEventNumber();
        var before = known.filter(job -> job.origin().run() == event.getRun());
        boolean follows =
                number > 0
                        && next.filter(job -> job.origin().run() == event.getRun()).isPresent()
                        && before.map(job -> job.course().lastEvent() + 1).orElse(1) == number;
        return !follows
                || Transition.isLegal(
                        before.map(JobStanding::state), next.map(JobStanding::state).orElseThrow());
    }

    private static JobStanding begun(JournalEvent event) {
        var origin =
                new Origin(
                        JobId.parse(event.getSubject()),
                        event.getDepartment(),
                        event.getRequestId(),
                        event.getRun(),
                        "",
                        0,
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
            case SubmissionRemembered remembered ->
                    job.with(job.duplicates().remembering(Place.of(remembered.getSubmission())));
            case SubmissionReplayed replayed -> replayed(job, replayed);
            case CancelRequested _ -> job.with(job.course().toBeCancelled());
            default -> job;
        };
    }

    private static JobStanding accepted(JobStanding job, JobAccepted accepted, Instant at) {
        var origin =
                job.origin()
                        .asking(accepted.getModel())
                        .marked(Origin.mark(accepted.getBodySha256()))
                        .submitted(Place.of(accepted.getSubmission()));
        return job.with(origin).with(Times.from(at).due(accepted.getDeadline()));
    }

    /** Of a job of which nothing else was seen it tells that it has ended. */
    private static JobStanding replayed(JobStanding job, SubmissionReplayed replayed) {
        var counted = job.with(job.duplicates().replaying(Place.of(replayed.getSubmission())));
        return job.isOnlyNoted() ? counted.with(job.course().endedUnseen()) : counted;
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
