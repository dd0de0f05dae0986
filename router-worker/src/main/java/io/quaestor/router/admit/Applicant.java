package io.quaestor.router.admit;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Hold;
import io.quaestor.event.Job;
import io.quaestor.event.Progress;
import io.quaestor.event.ReturnedJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A job that waits for admission, whichever topic its token lies on.
 *
 * @param source topic of the token
 * @param job without what it asks while its {@code content} is set aside
 * @param keptHold the hold of a dispatch that goes on: nothing of it was billed
 * @param dispatch dispatches so far; 0 for a job never admitted
 */
record Applicant(
        Source source,
        long offset,
        int lane,
        Job job,
        int eventCount,
        int dispatch,
        Optional<Hold> keptHold,
        Progress progress,
        Instant notBefore,
        Content content) {
    /** Where a token came from. */
    enum Source {
        ACCEPTED,
        RETURNED
    }

    static Applicant of(AcceptedJob token, long offset) {
        var content = Content.of(token);
        return new Applicant(
                Source.ACCEPTED,
                offset,
                token.getLane(),
                token.getJob(),
                token.getEventCount(),
                0,
                Optional.empty(),
                content.progress(),
                token.getJob().getAcceptedAt(),
                content);
    }

    static Applicant of(ReturnedJob token, long offset) {
        return new Applicant(
                Source.RETURNED,
                offset,
                token.getLane(),
                token.getJob(),
                token.getEventCount(),
                token.getDispatch(),
                token.getKeepsHold() ? Optional.of(token.getHold()) : Optional.empty(),
                token.getProgress(),
                token.getNotBefore(),
                Content.of(token));
    }

    /** The same, not to be looked at before. */
    Applicant notBefore(Instant at) {
        return new Applicant(
                source, offset, lane, job, eventCount, dispatch, keptHold, progress, at, content);
    }

    /** The token as it was read, but for content that is set aside. */
    SpecificRecord token() {
        return switch (source) {
            case ACCEPTED -> new AcceptedJob(lane, job, eventCount);
            case RETURNED ->
                    new ReturnedJob(
                            lane,
                            job,
                            eventCount,
                            dispatch,
                            keptHold.orElseGet(
                                    () ->
                                            new Hold(
                                                    dispatch, 0L, false, List.of(), 0L, 0L,
                                                    notBefore, List.of(), List.of())),
                            keptHold.isPresent(),
                            progress,
                            notBefore,
                            ErrorType.INTERNAL);
        };
    }

    String department() {
        return job.getRequest().getDepartment();
    }

    /** Higher goes first inside a department. */
    int priority() {
        return job.getRequest().getPriority();
    }

    /** Handed back by an attempt. */
    boolean cameBack() {
        return source == Source.RETURNED;
    }

    /** What came back says when it may be tried again; a new job may go at once. */
    boolean isTooEarly(Instant now) {
        return cameBack() && notBefore.isAfter(now);
    }

    /** A stand-in had a part in it. */
    boolean wasSimulated() {
        return progress.getTried().stream().anyMatch(tried -> tried.getRoute().getSimulated());
    }

    /** It asks to end rather than to wait while no route is in service. */
    boolean rejectsWhenUnavailable() {
        var fallback = job.getRequest().getFallback();
        return fallback != null && fallback.getRejectWhenUnavailable();
    }

    boolean isOverdue(Instant now) {
        return !now.isBefore(job.getDeadline());
    }
}
