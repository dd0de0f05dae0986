package io.quaestor.ingest.replay;

import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.JobError;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Receipt;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.Stage;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one more submission of a job.
 *
 * <p>It says what the first answer said, run, usage and cost included: they tell what the job took,
 * once. Nothing is charged again. Only {@code submission}, {@code replayed} and {@code trace} are
 * its own.
 *
 * @param topic where it goes
 */
record Repetition(Outcome outcome, ReplayOrder order, String topic, LlmResponse response) {

    /** How an order ends. */
    enum Outcome {
        REPEATED,
        /** The first answer is gone, or the request that was to be submitted anew. */
        EXPIRED,
        /** It cannot be written where it is wanted. */
        UNDELIVERABLE,
        /** Its request was submitted anew. */
        RESUBMITTED
    }

    /**
     * @param original the first answer, which becomes this one; empty when it is gone
     */
    static Repetition of(ReplayOrder order, Optional<LlmResponse> original, Instant now) {
        return original.filter(response -> answers(response, order))
                .map(response -> repeated(order, response))
                .orElseGet(() -> expired(order, now));
    }

    /** A topic that was made anew holds something else in that place. */
    private static boolean answers(LlmResponse response, ReplayOrder order) {
        return response.getJobId().equals(order.getJobId()) && response.getRun() == order.getRun();
    }

    private static Repetition repeated(ReplayOrder order, LlmResponse response) {
        response.setSubmission(order.getSubmission());
        response.setReplayed(true);
        response.setTrace(order.getTrace());
        return new Repetition(Outcome.REPEATED, order, order.getReplyTopic(), response);
    }

    private static Repetition expired(ReplayOrder order, Instant now) {
        var response = new LlmResponse();
        response.setJobId(order.getJobId());
        response.setDepartment(order.getDepartment());
        response.setRequestId(order.getRequestId());
        response.setSubmission(order.getSubmission());
        response.setRun(order.getRun());
        response.setReplayed(true);
        response.setStatus(JobStatus.FAILED);
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.UNKNOWN);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setTimings(
                new Timings(order.getSubmittedAt(), order.getOrderedAt(), null, null, now, 0L));
        response.setError(
                error(ErrorType.REPLAY_EXPIRED, "the job is answered, and its answer is gone"));
        response.setReceipt(
                new Receipt("", "", 0L, List.of(), 0L, 0L, 0, eventId(order), order.getLane()));
        response.setMetadata(Map.of());
        response.setTrace(order.getTrace());
        return new Repetition(Outcome.EXPIRED, order, order.getReplyTopic(), response);
    }

    /** The same without what makes it large, on a topic that is there; as a worker does it. */
    Repetition undeliverable() {
        response.setStatus(JobStatus.FAILED);
        response.setError(
                error(
                        ErrorType.RESPONSE_UNDELIVERABLE,
                        "the response could not be written to " + topic));
        response.setContent(null);
        response.setJson(null);
        response.setToolCalls(List.of());
        return new Repetition(Outcome.UNDELIVERABLE, order, Topics.RESPONSES, response);
    }

    private static JobError error(ErrorType type, String message) {
        return new JobError(type, message, false, 0, "", List.of());
    }

    /** Its event in the journal, once its place is known. */
    JournalEvent event(TopicPosition at, String instance, Instant now) {
        return new JournalEvent(
                order.getLane(),
                eventId(order),
                order.getJobId(),
                order.getDepartment(),
                order.getRequestId(),
                order.getRun(),
                0,
                now,
                Stage.INGEST,
                instance,
                response.getSimulated(),
                null,
                order.getTrace(),
                new SubmissionReplayed(order.getSubmission(), original(order.getOriginal()), at));
    }

    private static TopicPosition original(@Nullable TopicPosition position) {
        return position == null ? new TopicPosition("", 0, 0L) : position;
    }

    private static String eventId(ReplayOrder order) {
        var submission = order.getSubmission();
        return "%s/%d/replayed/%d-%d"
                .formatted(
                        order.getJobId(),
                        order.getRun(),
                        submission.getPartition(),
                        submission.getOffset());
    }
}
