package io.quaestor.ingest.job;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.Billing;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Terminal;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param lastEvent number of the last numbered event that is folded in; 0 before the first
 * @param route what it was routed to last
 * @param reason why it ended without success, or was handed back last
 * @param response where its answer lies; empty for ingest's own rejections
 */
public record Course(
        JobState state,
        int lastEvent,
        int attempts,
        int unknownOutcomes,
        long providerMillis,
        boolean cancelRequested,
        Optional<RouteTaken> route,
        Optional<Reason> reason,
        Optional<Place> response) {

    static final Course WAITING =
            new Course(
                    JobState.WAITING,
                    0,
                    0,
                    0,
                    0,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    Course numbered(int event) {
        return event == 0 ? this : with(state, event, attempts, route, reason);
    }

    Course routed(RouteRef to) {
        return with(JobState.QUEUED, lastEvent, attempts, Optional.of(RouteTaken.of(to)), reason);
    }

    Course calling(int attempt, RouteRef to) {
        return with(JobState.CALLING, lastEvent, attempt, Optional.of(RouteTaken.of(to)), reason);
    }

    Course retrying(Reason why) {
        return with(JobState.RETRYING, lastEvent, attempts, route, Optional.of(why));
    }

    Course called(AttemptFinished attempt) {
        int unknown = unknownOutcomes + (attempt.getBilling() == Billing.UNKNOWN ? 1 : 0);
        return new Course(
                state,
                lastEvent,
                Math.max(attempts, attempt.getAttempt()),
                unknown,
                providerMillis + attempt.getProviderMillis(),
                cancelRequested,
                route,
                reason,
                response);
    }

    Course toBeCancelled() {
        return new Course(
                state,
                lastEvent,
                attempts,
                unknownOutcomes,
                providerMillis,
                true,
                route,
                reason,
                response);
    }

    Course ended(Terminal terminal) {
        return new Course(
                JobState.of(terminal.getStatus()),
                lastEvent,
                terminal.getAttempts(),
                terminal.getUnknownOutcomes(),
                providerMillis,
                cancelRequested,
                route,
                Optional.ofNullable(terminal.getError()).map(Reason::of),
                Optional.ofNullable(terminal.getResponse()).map(Place::of));
    }

    /** It has ended, and how was not seen. */
    Course endedUnseen() {
        return with(JobState.ENDED, lastEvent, attempts, route, reason);
    }

    private Course with(
            JobState next, int event, int attempt, Optional<RouteTaken> to, Optional<Reason> why) {
        return new Course(
                next,
                event,
                attempt,
                unknownOutcomes,
                providerMillis,
                cancelRequested,
                to,
                why,
                response);
    }
}
