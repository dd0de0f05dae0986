package io.quaestor.ingest.http;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.BodyDigest;
import io.quaestor.ingest.IngestSettings;
import io.quaestor.ingest.PreCheck;
import io.quaestor.ingest.ViewUnavailableException;
import io.quaestor.ingest.job.JobStanding;
import io.quaestor.ingest.job.Origin;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.json.Fault;
import io.quaestor.ingest.json.RequestBody;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.Trace;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a body in: fetches it, judges it, publishes it, and waits for its answer if asked. Blocks
 * for seconds, and is for virtual threads.
 */
final class Door {

    /** In order of arrival; most bodies are read and published within fractions of a second. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(2);

    /** Above the producer's own bounds (one second to begin, four to deliver). */
    private static final long PUBLISH_MS = 6_000;

    /** Finding the ends of a topic's partitions takes milliseconds. */
    private static final long TAIL_MS = 2_000;

    private final DoorSettings settings;
    private final int requestBytesMax;
    private final Duration ledgerRetention;
    private final PreCheck preCheck;
    private final KafkaRequests requests;
    private final KafkaIntakeBacklog backlog;
    private final KafkaJobView view;
    private final KafkaResponseTail tail;
    private final Waiters waiters;
    private final Scales scales;

    Door(
            DoorSettings settings,
            IngestSettings ingest,
            PreCheck preCheck,
            KafkaRequests requests,
            KafkaIntakeBacklog backlog,
            KafkaJobView view,
            KafkaResponseTail tail,
            Waiters waiters,
            Scales scales) {
        this.settings = settings;
        this.requestBytesMax = ingest.requestBytesMax();
        this.ledgerRetention = ingest.ledgerRetention();
        this.preCheck = preCheck;
        this.requests = requests;
        this.backlog = backlog;
        this.view = view;
        this.tail = tail;
        this.waiters = waiters;
        this.scales = scales;
    }

    /**
     * A job that was taken.
     *
     * @param answer completes with the response, or empty when it did not come in time; never fails
     */
    record Taken(JobStanding job, CompletableFuture<Optional<LlmResponse>> answer) {}

    /**
     * What came over HTTP.
     *
     * @param idempotencyKey the header, empty without one
     * @param trace of the caller's headers
     * @param patience how long to wait for a response, zero for not at all
     */
    record Arrival(
            HttpBody body,
            Optional<String> idempotencyKey,
            Optional<Trace> trace,
            Duration patience) {

        boolean waits() {
            return patience.isPositive();
        }
    }

    /**
     * @throws io.quaestor.service.http.ProblemException for everything that is not taken
     */
    Taken take(Arrival arrival) {
        long waitingRequests = backlog.requests();
        if (waitingRequests > settings.backlogMax()) {
            throw Refusals.backlog(waitingRequests, settings.backlogMax());
        }
        int bytes = arrival.body().bytes(requestBytesMax);
        try (var _ = scales.load(bytes, ROOM_PATIENCE).orElseThrow(Refusals::busy)) {
            var read = read(arrival.body().fetched());
            var request = read.request();
            var faults = new ArrayList<>(read.faults());
            name(request, arrival.idempotencyKey(), faults);
            byte[] value = encoded(request, faults);
            judge(request, value.length, arrival.waits(), faults);
            return published(request, value, arrival);
        }
    }

    private static RequestBody.Read read(byte[] body) {
        return switch (RequestBody.of(body)) {
            case RequestBody.Read read -> read;
            case RequestBody.Malformed(String detail) -> throw Refusals.malformed(detail);
        };
    }

    private static void name(
            LlmRequest request, Optional<String> idempotencyKey, List<Fault> faults) {
        var own = request.getRequestId();
        if (idempotencyKey.isPresent()) {
            if (!own.isEmpty() && !own.equals(idempotencyKey.get())) {
                faults.add(
                        new Fault(
                                "CONFLICT",
                                "requestId",
                                "differs from the header Idempotency-Key",
                                "Send one of the two."));
            }
            request.setRequestId(idempotencyKey.get());
        } else if (own.isEmpty() && faults.isEmpty()) {
            request.setRequestId(BodyDigest.requestId(request));
        }
    }

    /** Empty where something is wrong already: its size says nothing then. */
    private byte[] encoded(LlmRequest request, List<Fault> faults) {
        if (!faults.isEmpty()) {
            return new byte[0];
        }
        try {
            byte[] value = requests.encoded(request);
            if (value.length > requestBytesMax) {
                throw Refusals.tooLarge(value.length, requestBytesMax);
            }
            return value;
        } catch (RegistryException e) {
            throw Refusals.away("The schema registry", e);
        }
    }

    private void judge(LlmRequest request, int bytes, boolean waits, List<Fault> faults) {
        var found = List.copyOf(faults);
        try {
            preCheck.problems(request, bytes, Instant.now()).stream()
                    .map(Remedies::fault)
                    .filter(fault -> found.stream().noneMatch(f -> f.covers(fault.field())))
                    .forEach(faults::add);
        } catch (ViewUnavailableException e) {
            throw Refusals.away("What the names are looked up in", e);
        }
        var replyTopic = request.getReplyTopic();
        if (waits && replyTopic != null && !replyTopic.equals(Topics.RESPONSES)) {
            faults.add(
                    new Fault(
                            "WAIT_ELSEWHERE",
                            "replyTopic",
                            "is not llm.responses, the only topic that can be waited for",
                            "Leave out replyTopic or wait."));
        }
        if (!faults.isEmpty()) {
            throw Refusals.faulty(faults);
        }
    }

    private Taken published(LlmRequest request, byte[] value, Arrival arrival) {
        var jobId = JobId.ofTexts(request.getDepartment(), request.getRequestId());
        long mark = Origin.mark(BodyDigest.of(request));
        refuseAnotherBody(jobId, mark);
        var waiter = arrival.waits() ? waiter(jobId) : Optional.<Waiters.Waiter>empty();
        try {
            var at = written(request.getRequestId(), value, arrival.trace());
            var job = noted(request, jobId, mark, at);
            return new Taken(
                    job,
                    waiter.map(one -> answer(one, at, arrival.patience()))
                            .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
        } catch (RuntimeException e) {
            waiter.ifPresent(Waiters.Waiter::close);
            throw e;
        }
    }

    /** What the view does not know, ingest refuses when it reads the submission. */
    private void refuseAnotherBody(JobId jobId, long mark) {
        if (!view.isCaughtUp() || !view.liveness().healthy()) {
            return;
        }
        var repeatedSince = Instant.now().minus(ledgerRetention);
        view.book()
                .find(jobId)
                .filter(job -> job.conflictsWith(mark, repeatedSince))
                .ifPresent(
                        job -> {
                            throw Refusals.anotherBody(job.origin().requestId());
                        });
    }

    /** Empty when too many wait, or the tail does not read: then nobody is kept waiting. */
    private Optional<Waiters.Waiter> waiter(JobId jobId) {
        var waiter = waiters.waiting(jobId.text());
        if (waiter.isPresent() && !isReading()) {
            waiter.get().close();
            return Optional.empty();
        }
        return waiter;
    }

    private boolean isReading() {
        try {
            tail.reading().get(TAIL_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private TopicPosition written(String requestId, byte[] value, Optional<Trace> trace) {
        try {
            return requests.publish(requestId, value, trace)
                    .orTimeout(PUBLISH_MS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw Refusals.away("The broker", e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * The job as it stands with this submission: one whose answer this one will get too, or a new
     * run, which the view hears of here before the journal tells. If the ledger knows better, the
     * journal tells that.
     */
    private JobStanding noted(LlmRequest request, JobId jobId, long mark, TopicPosition at) {
        var known = view.book().find(jobId).filter(JobStanding::answersDuplicates);
        if (known.isPresent()) {
            return known.get().submittedAgain(Place.of(at));
        }
        var begun = standing(request, jobId, mark, at);
        view.book().submitted(begun);
        return begun;
    }

    private static JobStanding standing(
            LlmRequest request, JobId jobId, long mark, TopicPosition at) {
        var place = Place.of(at);
        var origin =
                new Origin(
                        jobId,
                        request.getDepartment(),
                        request.getRequestId(),
                        at.getOffset(),
                        request.getModel(),
                        mark,
                        Optional.of(place));
        return JobStanding.submitted(origin, Instant.now());
    }

    private static CompletableFuture<Optional<LlmResponse>> answer(
            Waiters.Waiter waiter, TopicPosition at, Duration wait) {
        waiter.submitted(at);
        return waiter.answer()
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> waiter.close());
    }
}
