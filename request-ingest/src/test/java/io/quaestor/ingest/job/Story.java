package io.quaestor.ingest.job;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Billing;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.ClaimProof;
import io.quaestor.event.Cost;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.HandedBack;
import io.quaestor.event.Hold;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Problem;
import io.quaestor.event.Released;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.Stage;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.Terminal;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.Usage;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.JobId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one run, numbered and a second apart, as the stages write them. */
public final class Story {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    public static final Instant DEADLINE = START.plusSeconds(86_400);
    public static final RouteRef FAST = new RouteRef("aws", "haiku@aws", "id", "eu-west-1", true);
    static final ByteBuffer SHA = ByteBuffer.allocate(32).putLong(0, 7);

    private final String department;
    private final String requestId;
    private final long run;
    private Instant now;
    private int number;
    private final List<JournalEvent> events = new ArrayList<>();

    public Story(String department, String requestId, long run) {
        this(department, requestId, run, START);
    }

    public Story(String department, String requestId, long run, Instant start) {
        this.department = department;
        this.requestId = requestId;
        this.run = run;
        this.now = start;
    }

    public List<JournalEvent> events() {
        return List.copyOf(events);
    }

    public JobId jobId() {
        return JobId.ofTexts(department, requestId);
    }

    public Instant now() {
        return now;
    }

    public Story accepted() {
        return next(
                new JobAccepted(
                        submission(),
                        "ada",
                        "why",
                        "",
                        Sensitivity.INTERNAL,
                        "fast",
                        "llm.responses",
                        DEADLINE,
                        SHA,
                        100L,
                        ClaimProof.TRUSTED_PAYLOAD));
    }

    public Story refused(ErrorType type, String field, String message) {
        var error =
                new JobError(type, "", false, 0, "", List.of(new Problem(type, field, message)));
        return next(
                new JobRejected(
                        List.of(), "", 0L, terminal(JobStatus.REJECTED, error, 0, 0, 0, null)));
    }

    public Story admitted(int dispatch, long boundNanoUsd) {
        var hold =
                new Hold(
                        dispatch, boundNanoUsd, true, List.of(), 0L, 1L, now, List.of(), List.of());
        return next(
                new Admitted(
                        dispatch, hold, FAST, List.of(), List.of(), "", "", 0L, "ada", "", "fast",
                        100, DEADLINE, 0L));
    }

    public Story started(int dispatch, int attempt) {
        return next(new AttemptStarted(dispatch, attempt, FAST, 100));
    }

    public Story called(int dispatch, int attempt, Billing billing, long nanoUsd) {
        var cost =
                billing == Billing.UNBILLED
                        ? null
                        : new Cost(nanoUsd, "", false, billing == Billing.UNKNOWN, List.of());
        var outcome =
                switch (billing) {
                    case BILLED -> AttemptOutcome.SUCCEEDED;
                    case UNBILLED -> AttemptOutcome.FAILED;
                    case UNKNOWN -> AttemptOutcome.UNKNOWN;
                };
        return next(
                new AttemptFinished(
                        dispatch,
                        attempt,
                        FAST,
                        outcome,
                        billing,
                        null,
                        cost,
                        null,
                        FinishReason.UNKNOWN,
                        "",
                        "",
                        null,
                        40L));
    }

    public Story handedBack(int dispatch, ErrorType cause, Instant notBefore) {
        return next(new HandedBack(dispatch, true, cause, notBefore));
    }

    public Story released(int dispatch) {
        return next(new Released(dispatch));
    }

    public Story finished(JobStatus status, int attempts, int unknownOutcomes, long nanoUsd) {
        var error =
                status == JobStatus.SUCCEEDED
                        ? null
                        : new JobError(ErrorType.SERVER_ERROR, "", true, 500, "", List.of());
        var response = new TopicPosition("llm.responses", 2, 7L);
        var end = terminal(status, error, attempts, unknownOutcomes, nanoUsd, response);
        return next(new JobFinished(1, FAST, end));
    }

    public Story observed(int dispatch, long nanoUsd) {
        var cost = new Cost(nanoUsd, "", false, false, List.of());
        return late(new UsageObserved(dispatch, 1, FAST, new Usage(1L, 0L, 0L, 1L, 0L), cost, ""));
    }

    public Story holdExpired(int dispatch, long boundNanoUsd) {
        return late(new HoldExpired(dispatch, boundNanoUsd));
    }

    public Story cancelRequested() {
        var request =
                new CancelRequested(
                        7, jobId().text(), department, requestId, "ada", "", now, run, null);
        events.add(event(jobId().text(), run, 0, request));
        return this;
    }

    public Story remembered(long offset) {
        return late(
                new SubmissionRemembered(
                        new TopicPosition("llm.requests", 3, offset), "llm.responses"));
    }

    public Story replayed(long offset) {
        var original = new TopicPosition("llm.responses", 2, 7L);
        var submission = new TopicPosition("llm.requests", 3, offset);
        return late(new SubmissionReplayed(submission, original, null));
    }

    public Story laneTaken() {
        events.add(event("lane:7", 0, 0, new LaneTaken("n", "w", 0L)));
        return this;
    }

    private Terminal terminal(
            JobStatus status,
            @Nullable JobError error,
            int attempts,
            int unknownOutcomes,
            long nanoUsd,
            @Nullable TopicPosition response) {
        return new Terminal(
                status,
                error,
                response,
                submission(),
                number + 1,
                attempts,
                unknownOutcomes,
                nanoUsd,
                false,
                SHA);
    }

    private TopicPosition submission() {
        return new TopicPosition("llm.requests", 3, run);
    }

    private Story next(Object event) {
        events.add(event(jobId().text(), run, ++number, event));
        now = now.plusSeconds(1);
        return this;
    }

    private Story late(Object event) {
        events.add(event(jobId().text(), run, 0, event));
        now = now.plusSeconds(1);
        return this;
    }

    private JournalEvent event(String subject, long ofRun, int ofNumber, Object event) {
        return new JournalEvent(
                7,
                subject + "/" + ofRun + "/" + ofNumber,
                subject,
                department,
                requestId,
                ofRun,
                ofNumber,
                now,
                Stage.ATTEMPT,
                "test",
                true,
                null,
                null,
                event);
    }
}
