package io.quaestor.router.admit;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.Admitted;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Hold;
import io.quaestor.event.JobError;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.Released;
import io.quaestor.event.RouteRef;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.StageSequence;
import io.quaestor.kernel.price.Bounded;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.budget.BudgetBook;
import io.quaestor.router.budget.JobWindows;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.govern.Case;
import io.quaestor.router.govern.Governance;
import io.quaestor.router.govern.Judged;
import io.quaestor.router.health.Availability;
import io.quaestor.router.job.Answers;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.job.Versions;
import io.quaestor.router.route.RoutePlan;
import io.quaestor.router.route.RoutePlanner;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of one applicant on one catalogue. Pure: the same applicant, standing and time give
 * the same records.
 *
 * <p>A lane's admission sequence numbers every decision here, so that a missing one shows.
 */
final class Admission {
    private final Governance governance;
    private final Envelope envelope;
    private final Answers answers;
    private final Availability availability;
    private final CatalogSnapshot catalog;
    private final RoutePlanner planner;
    private final Weights weights;

    Admission(
            Governance governance,
            Envelope envelope,
            Availability availability,
            CatalogSnapshot catalog,
            PriceBook prices) {
        this.governance = governance;
        this.availability = availability;
        this.envelope = envelope;
        this.answers = new Answers(envelope);
        this.catalog = catalog;
        this.planner = new RoutePlanner(catalog, prices);
        this.weights = Weights.of(catalog);
    }

    Weights weights() {
        return weights;
    }

    /** An applicant with its routes and all verdicts. */
    record Examined(Applicant applicant, RoutePlan plan, Judged judged) {}

    Examined examine(Applicant applicant, BudgetBook budgets, Instant now) {
        var plan =
                planner.plan(
                        applicant.job(), applicant.content().needs(), applicant.progress(), now);
        var judged =
                governance.judge(
                        new Case(
                                applicant.job(),
                                catalog,
                                plan,
                                budgets,
                                availability::isAvailable,
                                applicant.keptHold().isPresent(),
                                now));
        return new Examined(applicant, plan, judged);
    }

    /** Puts the job on the queue of one of its candidates, with its hold. */
    Decided admit(Examined examined, RoutePlan.Candidate chosen, long sequence, Instant now) {
        var applicant = examined.applicant();
        int dispatch =
                applicant.keptHold().isPresent() ? applicant.dispatch() : applicant.dispatch() + 1;
        var hold = applicant.keptHold().orElseGet(() -> hold(examined, dispatch, sequence, now));
        var alternatives = alternatives(examined.plan(), chosen);
        var priceVersion = planner.priceVersion(chosen.route(), now);
        var job = applicant.job();
        var request = job.getRequest();
        var admitted =
                new Admitted(
                        dispatch,
                        hold,
                        chosen.route(),
                        alternatives,
                        examined.judged().records(),
                        catalog.policyVersion(),
                        priceVersion,
                        catalog.version(),
                        request.getUser(),
                        request.getUseCase(),
                        request.getModel(),
                        chosen.maxOutputTokens(),
                        job.getDeadline(),
                        Math.max(0, Duration.between(applicant.notBefore(), now).toMillis()));
        var event = decision(applicant, 1, sequence, now, chosen.route().getSimulated(), admitted);
        var token =
                new RoutedJob(
                        applicant.lane(),
                        job,
                        applicant.eventCount() + 1,
                        dispatch,
                        hold,
                        chosen.route(),
                        alternatives,
                        chosen.maxOutputTokens(),
                        applicant.progress(),
                        now,
                        catalog.policyVersion(),
                        priceVersion,
                        catalog.version());
        var queue = Topics.jobs(chosen.route().getProvider());
        return new Decided(
                applicant.lane(),
                List.of(event),
                new Decided.HandedOn(queue, job.getJobId(), token));
    }

    /**
     * Refuses the job: REJECTED when it was never called, FAILED when it comes back from an
     * attempt.
     */
    Decided refuse(Examined examined, long sequence, Instant now) {
        var applicant = examined.applicant();
        var denials = examined.judged().denials();
        var first = denials.getFirst();
        var error =
                new JobError(
                        first.type(),
                        first.detail(),
                        retryable(first.type()),
                        0,
                        "",
                        examined.judged().problems());
        if (applicant.progress().getAttempts() > 0) {
            return end(applicant, JobStatus.FAILED, error, sequence, now);
        }
        var events = released(applicant, now);
        var ending = ending(applicant, events.size() + 1, JobStatus.REJECTED, error, now);
        var rejected = answers.rejected(ending, examined.judged().records());
        return new Decided(applicant.lane(), events, sequenced(rejected, applicant, sequence));
    }

    /** The job can never be put on a queue. */
    Decided unroutable(Applicant applicant, Unroutable why, long sequence, Instant now) {
        var error = new JobError(why.type(), why.sentence(), false, 0, "", List.of());
        return end(applicant, JobStatus.FAILED, error, sequence, now);
    }

    /** Cancelled while the job waited. */
    Decided cancel(Applicant applicant, long sequence, Instant now) {
        var message = "the job was cancelled before the call";
        var error = new JobError(ErrorType.CANCELLED, message, false, 0, "", List.of());
        return end(applicant, JobStatus.CANCELLED, error, sequence, now);
    }

    /** Our own code fails on the job: it ends with a reference to the log. */
    Decided failInternally(Applicant applicant, String reference, long sequence, Instant now) {
        var message = "an internal error, reference " + reference;
        var error = new JobError(ErrorType.INTERNAL, message, true, 0, "", List.of());
        return end(applicant, JobStatus.FAILED, error, sequence, now);
    }

    /** The deadline passed while the job waited. */
    Decided expire(Applicant applicant, long sequence, Instant now) {
        var message =
                "the deadline " + applicant.job().getDeadline() + " passed while the job waited";
        var error = new JobError(ErrorType.DEADLINE, message, true, 0, "", List.of());
        return end(applicant, JobStatus.EXPIRED, error, sequence, now);
    }

    private Decided end(
            Applicant applicant, JobStatus status, JobError error, long sequence, Instant now) {
        var events = released(applicant, now);
        var ending = ending(applicant, events.size() + 1, status, error, now);
        var finished = answers.finished(ending, applicant.dispatch(), null);
        return new Decided(applicant.lane(), events, sequenced(finished, applicant, sequence));
    }

    /** A hold that was kept for a further try is given back. */
    private List<JournalEvent> released(Applicant applicant, Instant now) {
        if (applicant.keptHold().isEmpty()) {
            return List.of();
        }
        var event = new Released(applicant.dispatch());
        return List.of(
                envelope.numbered(
                        applicant.job(),
                        applicant.lane(),
                        applicant.eventCount() + 1,
                        now,
                        applicant.wasSimulated(),
                        event));
    }

    private Hold hold(Examined examined, int dispatch, long sequence, Instant now) {
        var request = examined.applicant().job().getRequest();
        var department = catalog.department(request.getDepartment()).orElseThrow();
        var bound = examined.plan().bound();
        return new Hold(
                dispatch,
                bound instanceof Bounded(var atMost) ? atMost.nanoUsd() : 0L,
                bound instanceof Bounded,
                List.of(),
                0L,
                sequence,
                now,
                JobWindows.subjects(request),
                JobWindows.records(department, now));
    }

    private static List<RouteRef> alternatives(RoutePlan plan, RoutePlan.Candidate chosen) {
        var others = new ArrayList<RouteRef>();
        for (var candidate : plan.candidates()) {
            if (!candidate.equals(chosen)) {
                others.add(candidate.route());
            }
        }
        return others;
    }

    private JournalEvent decision(
            Applicant applicant,
            int number,
            long sequence,
            Instant now,
            boolean simulated,
            Object event) {
        return envelope.sequenced(
                applicant.job(),
                applicant.lane(),
                applicant.eventCount() + number,
                now,
                simulated,
                laneSequence(applicant.lane(), sequence),
                event);
    }

    private static Decided.Answered sequenced(
            Decided.Answered answered, Applicant applicant, long sequence) {
        answered.terminal().setSequence(laneSequence(applicant.lane(), sequence));
        return answered;
    }

    private static StageSequence laneSequence(int lane, long sequence) {
        return new StageSequence(SequenceScope.ADMISSION_LANE, Integer.toString(lane), sequence);
    }

    private Answers.Ending ending(
            Applicant applicant, int number, JobStatus status, JobError error, Instant now) {
        return new Answers.Ending(
                applicant.job(),
                applicant.lane(),
                applicant.eventCount() + number,
                status,
                error,
                applicant.progress(),
                applicant.keptHold().orElse(null),
                new Versions(catalog.policyVersion(), "", catalog.version()),
                now);
    }

    /** The same request may be taken later: a new window, another catalogue. */
    private static boolean retryable(ErrorType type) {
        return type == ErrorType.BUDGET
                || type == ErrorType.GOVERNANCE_UNAVAILABLE
                || type == ErrorType.BACKLOG
                || type == ErrorType.OVERLOADED
                || type == ErrorType.RATE_QUOTA;
    }
}
