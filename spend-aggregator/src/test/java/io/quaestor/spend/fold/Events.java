package io.quaestor.spend.fold;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.BudgetChanged;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.Cost;
import io.quaestor.event.CostLine;
import io.quaestor.event.Hold;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Released;
import io.quaestor.event.RouteRef;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.Stage;
import io.quaestor.event.Terminal;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.Usage;
import io.quaestor.event.UsageObserved;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** Journal events as the other stages write them. */
public final class Events {

    public static final ZoneId ZONE = ZoneId.of("Europe/Luxembourg");
    public static final Instant NOON = Instant.parse("2026-03-10T11:00:00Z");
    public static final RouteRef ROUTE =
            new RouteRef("sim-aws", "haiku@sim-aws", "haiku", "eu-west-1", false);

    private static final TopicPosition NOWHERE = new TopicPosition("llm.requests", 0, 0L);

    /** A job as a department sees it. */
    public record Job(String id, String department, String user, String model, String useCase) {

        public static Job of(String id) {
            return of(id, "legal");
        }

        public static Job of(String id, String department) {
            return new Job(id, department, "ada", "fast", "contracts");
        }
    }

    public static JournalEvent admitted(Job job, int dispatch, long bound, Instant at) {
        return admitted(job, dispatch, bound, true, at);
    }

    public static JournalEvent admitted(
            Job job, int dispatch, long bound, boolean priced, Instant at) {
        var hold =
                Hold.newBuilder()
                        .setDispatch(dispatch)
                        .setBoundNanoUsd(bound)
                        .setPriced(priced)
                        .setSubjects(subjects(job))
                        .setWindows(windows(at))
                        .setAdmissionSequence(1)
                        .setHeldAt(at)
                        .build();
        return event(
                job,
                at,
                Admitted.newBuilder()
                        .setDispatch(dispatch)
                        .setHold(hold)
                        .setRoute(ROUTE)
                        .setPolicyVersion("1")
                        .setPriceVersion("p1")
                        .setCatalogVersion(1)
                        .setUser(job.user())
                        .setUseCase(job.useCase())
                        .setModel(job.model())
                        .setMaxOutputTokens(100)
                        .setDeadline(at.plus(Duration.ofHours(1)))
                        .build());
    }

    /** All levels, as admission names them. */
    static List<SpendSubject> subjects(Job job) {
        return List.of(
                new SpendSubject(SpendLevel.DEPARTMENT, job.department()),
                new SpendSubject(SpendLevel.USER, job.user()),
                new SpendSubject(SpendLevel.MODEL, job.model()),
                new SpendSubject(SpendLevel.USE_CASE, job.useCase()));
    }

    static List<Window> windows(Instant at) {
        return Stream.of(WindowKind.values())
                .map(kind -> Wire.window(CalendarWindow.containing(kind, at, ZONE)))
                .toList();
    }

    public static JournalEvent billed(Job job, int dispatch, int attempt, Cost cost, Instant at) {
        return finished(
                job,
                at,
                attempt(dispatch, attempt, AttemptOutcome.SUCCEEDED, Billing.BILLED)
                        .setUsage(USAGE)
                        .setCost(cost));
    }

    public static JournalEvent unbilled(Job job, int dispatch, int attempt, Instant at) {
        return finished(
                job, at, attempt(dispatch, attempt, AttemptOutcome.FAILED, Billing.UNBILLED));
    }

    public static JournalEvent unknown(Job job, int dispatch, int attempt, Instant at) {
        return finished(
                job, at, attempt(dispatch, attempt, AttemptOutcome.UNKNOWN, Billing.UNKNOWN));
    }

    public static JournalEvent billedWithoutUsage(Job job, int dispatch, int attempt, Instant at) {
        return finished(
                job, at, attempt(dispatch, attempt, AttemptOutcome.SUCCEEDED, Billing.BILLED));
    }

    private static AttemptFinished.Builder attempt(
            int dispatch, int attempt, AttemptOutcome outcome, Billing billing) {
        return AttemptFinished.newBuilder()
                .setDispatch(dispatch)
                .setAttempt(attempt)
                .setRoute(ROUTE)
                .setOutcome(outcome)
                .setBilling(billing);
    }

    private static JournalEvent finished(Job job, Instant at, AttemptFinished.Builder finished) {
        return event(job, at, finished.build());
    }

    public static JournalEvent observed(Job job, int dispatch, int attempt, Cost cost, Instant at) {
        return event(job, at, new UsageObserved(dispatch, attempt, ROUTE, USAGE, cost, ""));
    }

    public static JournalEvent released(Job job, int dispatch, Instant at) {
        return event(job, at, new Released(dispatch));
    }

    public static JournalEvent expired(Job job, int dispatch, long bound, Instant at) {
        return event(job, at, new HoldExpired(dispatch, bound));
    }

    public static JournalEvent jobFinished(Job job, Instant at) {
        var terminal =
                Terminal.newBuilder()
                        .setStatus(JobStatus.SUCCEEDED)
                        .setSubmission(NOWHERE)
                        .setEventCount(1)
                        .setBodySha256(ByteBuffer.allocate(0))
                        .build();
        return event(job, at, JobFinished.newBuilder().setTerminal(terminal).build());
    }

    public static JournalEvent laneTaken(String nonce, Instant at) {
        return event(Job.of("lane"), at, new LaneTaken(nonce, "worker-1", 7L));
    }

    public static JournalEvent budget(
            String name, String department, BudgetMode mode, long limit, long version, Instant at) {
        return event(
                Job.of("BUDGET:" + name, department),
                at,
                budgetChanged(name, department, mode, limit, version).build());
    }

    public static BudgetChanged.Builder budgetChanged(
            String name, String department, BudgetMode mode, long limit, long version) {
        return BudgetChanged.newBuilder()
                .setBudget(name)
                .setDepartment(department)
                .setLevel(SpendLevel.DEPARTMENT)
                .setName(department)
                .setWindow(WindowType.DAY)
                .setZone(ZONE.getId())
                .setMode(mode)
                .setLimitNanoUsd(limit)
                .setWarn(List.of(50, 80, 100))
                .setLimitVersion(version);
    }

    public static JournalEvent event(Job job, Instant at, Object body) {
        return JournalEvent.newBuilder()
                .setLane(3)
                .setEventId(job.id() + "/1/1")
                .setSubject(job.id())
                .setDepartment(job.department())
                .setRequestId("request-" + job.id())
                .setRun(1)
                .setAt(at)
                .setStage(Stage.ATTEMPT)
                .setInstance("test")
                .setEvent(body)
                .build();
    }

    public static final Usage USAGE = new Usage(100L, 20L, 0L, 50L, 10L);

    /** A cost of two lines. */
    public static Cost cost(long nanoUsd) {
        long input = nanoUsd / 3;
        return new Cost(
                nanoUsd,
                "p1",
                false,
                false,
                List.of(
                        new CostLine(ChargeMeter.INPUT, 100L, 1L, input * 1000, input),
                        new CostLine(
                                ChargeMeter.OUTPUT,
                                50L,
                                1L,
                                (nanoUsd - input) * 1000,
                                nanoUsd - input)));
    }

    public static Cost unpriced() {
        return new Cost(0L, "", true, false, List.of());
    }

    private Events() {}
}
