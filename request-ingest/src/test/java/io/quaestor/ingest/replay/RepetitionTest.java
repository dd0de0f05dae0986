package io.quaestor.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Receipt;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.TraceContext;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPosition SUBMISSION = new TopicPosition("llm.requests", 3, 43L);
    private static final TopicPosition ORIGINAL = new TopicPosition("llm.responses", 2, 7L);
    private static final String TEAM = "llm.responses.team";

    private static final ReplayOrder ORDER =
            new ReplayOrder(
                    9,
                    "a-job",
                    "legal",
                    "r-1",
                    42L,
                    SUBMISSION,
                    NOW,
                    TEAM,
                    ORIGINAL,
                    NOW,
                    new TraceContext("00-ours", ""),
                    null);

    private static LlmResponse answer(long run) {
        var response = new LlmResponse();
        response.setJobId("a-job");
        response.setDepartment("legal");
        response.setRequestId("r-1");
        response.setSubmission(new TopicPosition("llm.requests", 3, 42L));
        response.setRun(run);
        response.setStatus(JobStatus.SUCCEEDED);
        response.setContent("Done.");
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.STOP);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setTimings(new Timings(NOW, NOW, null, null, NOW, 0L));
        response.setReceipt(new Receipt("", "", 1L, List.of(), 60L, 55L, 0, "an event", 9));
        response.setMetadata(Map.of());
        response.setTrace(new TraceContext("00-of-the-first", ""));
        return response;
    }

    @Test
    void saysWhatTheFirstAnswerSaid() {
        var repetition = Repetition.of(ORDER, Optional.of(answer(42)), NOW);

        assertThat(repetition.outcome()).isEqualTo(Repetition.Outcome.REPEATED);
        assertThat(repetition.topic()).isEqualTo(TEAM);
        var expected = answer(42);
        expected.setSubmission(SUBMISSION);
        expected.setReplayed(true);
        expected.setTrace(ORDER.getTrace());
        assertThat(repetition.response()).isEqualTo(expected);
    }

    @Test
    void saysThatTheAnswerIsGone() {
        for (var original : List.of(Optional.<LlmResponse>empty(), Optional.of(answer(41)))) {
            var repetition = Repetition.of(ORDER, original, NOW);

            assertThat(repetition.outcome()).isEqualTo(Repetition.Outcome.EXPIRED);
            assertThat(repetition.topic()).isEqualTo(TEAM);
            assertThat(repetition.response().getStatus()).isEqualTo(JobStatus.FAILED);
            assertThat(repetition.response().getError().getType())
                    .isEqualTo(ErrorType.REPLAY_EXPIRED);
            assertThat(repetition.response().getReplayed()).isTrue();
            assertThat(repetition.response().getRun()).isEqualTo(42);
        }
    }

    @Test
    void goesToOurOwnTopicWhereItsOwnDoesNotTakeIt() {
        var repetition = Repetition.of(ORDER, Optional.of(answer(42)), NOW).undeliverable();

        assertThat(repetition.topic()).isEqualTo(Topics.RESPONSES);
        assertThat(repetition.response().getError().getType())
                .isEqualTo(ErrorType.RESPONSE_UNDELIVERABLE);
        assertThat(repetition.response().getError().getMessage()).contains(TEAM);
        assertThat(repetition.response().getContent()).isNull();
        assertThat(repetition.response().getReceipt().getCostNanoUsd()).isEqualTo(55);
    }

    @Test
    void tellsTheJournalBesideTheNumberedEvents() {
        var event = Repetition.of(ORDER, Optional.of(answer(42)), NOW).event(ORIGINAL, "it", NOW);

        assertThat(event.getEventId()).isEqualTo("a-job/42/replayed/3-43");
        assertThat(event.getEventNumber()).isZero();
        assertThat(event.getRun()).isEqualTo(42);
        assertThat(event.getEvent())
                .isEqualTo(new SubmissionReplayed(SUBMISSION, ORIGINAL, ORIGINAL));
    }
}
