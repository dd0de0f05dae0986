package io.quaestor.router;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ClaimProof;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Hold;
import io.quaestor.event.Job;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Progress;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.Role;
import io.quaestor.event.RouteRef;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.TextPart;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Jobs as they travel, for tests: one department, one lane, everything valid. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-14T10:15:30Z");
    public static final Instant DEADLINE = NOW.plusSeconds(3600);
    public static final int LANE = 3;
    public static final String DEPARTMENT = "legal";

    /** What no event may ever contain. */
    public static final String PROMPT = "PROMPT-0f3a";

    /** Events written before the job reached the stage under test. */
    public static final int EVENTS_BEFORE = 2;

    public static final long BOUND_NANO_USD = 5_000_000;

    public static LlmRequest request(String requestId) {
        var part = new TextPart(PROMPT + " of " + requestId);
        return LlmRequest.newBuilder()
                .setRequestId(requestId)
                .setDepartment(DEPARTMENT)
                .setUser("ann")
                .setAuditReason("quarterly review")
                .setUseCase("summaries")
                .setModel("fast")
                .setMessages(List.of(new Message(Role.USER, new ArrayList<>(List.of(part)), "")))
                .build();
    }

    public static Job job(long number) {
        return job(request("r" + number), number);
    }

    public static Job job(LlmRequest request, long number) {
        return new Job(
                JobId.of(
                                new Department(request.getDepartment()),
                                new RequestId(request.getRequestId()))
                        .text(),
                number,
                new TopicPosition(Topics.REQUESTS, 1, number),
                NOW.minusSeconds(2),
                NOW.minusSeconds(1),
                DEADLINE,
                Topics.RESPONSES,
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                1_000L,
                ClaimProof.TRUSTED_PAYLOAD,
                request);
    }

    public static AcceptedJob accepted(Job job) {
        return new AcceptedJob(LANE, job, 1);
    }

    /** Handed back after one unbilled failure of the route. */
    public static ReturnedJob returned(
            Job job, RouteRef failed, ErrorType cause, Instant notBefore) {
        var progress = untried();
        progress.setAttempts(1);
        progress.setTried(List.of(new TriedRoute(failed, 1, cause, false)));
        return new ReturnedJob(LANE, job, 5, 1, hold(), true, progress, notBefore, cause);
    }

    /** Routed to {@code haiku@sim-aws}, with no other candidate. */
    public static RoutedJob routed(long number) {
        return routed(job(number));
    }

    public static RoutedJob routed(Job job) {
        return new RoutedJob(
                LANE,
                job,
                EVENTS_BEFORE,
                1,
                hold(),
                route("haiku", "sim-aws"),
                new ArrayList<>(),
                500,
                untried(),
                NOW.minusMillis(300),
                "catalog-7",
                "haiku-2024",
                7L);
    }

    public static Progress untried() {
        return new Progress(0, 0, 0, 0, 0L, List.of(), null);
    }

    public static RouteRef route(String model, String provider) {
        return new RouteRef(
                provider, model + "@" + provider, "vendor." + model + ":0", "eu-west-1", false);
    }

    public static RouteRef simulated(RouteRef route) {
        return RouteRef.newBuilder(route).setSimulated(true).build();
    }

    public static Hold hold() {
        var day = new Window(WindowType.DAY, NOW.minusSeconds(3600), NOW.plusSeconds(7200), "UTC");
        return new Hold(
                1,
                BOUND_NANO_USD,
                true,
                List.of(),
                0L,
                11L,
                NOW.minusMillis(300),
                List.of(new SpendSubject(SpendLevel.DEPARTMENT, DEPARTMENT)),
                List.of(day));
    }

    /** The event as it lies on the journal, as text that can be searched. */
    public static String encoded(JournalEvent event) {
        try {
            var bytes = JournalEvent.getEncoder().encode(event);
            return StandardCharsets.ISO_8859_1.decode(bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Samples() {}
}
