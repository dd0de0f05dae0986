package io.quaestor.router.job;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import io.quaestor.event.JobStatus;
import io.quaestor.event.Stage;
import io.quaestor.event.TraceContext;
import io.quaestor.event.TriedRoute;
import io.quaestor.router.Samples;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private final Answers answers = new Answers(new Envelope(Stage.ADMISSION, "w1"));

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,false,true",
        "FAILED,false,true",
        "FAILED,true,false",
        "REJECTED,false,false",
        "EXPIRED,true,false",
        "CANCELLED,false,false"
    })
    void replaysASuccessAndAFailureThatWouldComeAgain(
            JobStatus status, boolean retryable, boolean replayable) {
        var error =
                status == JobStatus.SUCCEEDED
                        ? null
                        : new JobError(ErrorType.INTERNAL, "why", retryable, 0, "", List.of());
        assertThat(answers.terminal(ending(status, error)).getReplayable()).isEqualTo(replayable);
    }

    @Test
    void keepsWordsOfAnErrorFromTheJournalAndGivesThemToTheRequester() {
        var error =
                new JobError(
                        ErrorType.PROVIDER_INVALID_REQUEST,
                        "about " + Samples.PROMPT,
                        false,
                        400,
                        "bad",
                        List.of());
        var answered = answers.finished(ending(JobStatus.FAILED, error), 1, null);
        assertThat(answered.response().getError().getMessage()).contains(Samples.PROMPT);
        assertThat(Samples.encoded(answered.terminal())).doesNotContain(Samples.PROMPT);
        assertThat(answers.terminal(ending(JobStatus.FAILED, error)).getError().getProviderCode())
                .isEqualTo("bad");
    }

    @Test
    void echoesMetadataAndTraceAndSaysWhichSubmissionItAnswers() {
        var job = Samples.job(5);
        job.getRequest().setMetadata(Map.of("k", "v"));
        job.getRequest().setTrace(new TraceContext("00-ab-cd-01", ""));
        var ending =
                new Answers.Ending(
                        job,
                        Samples.LANE,
                        4,
                        JobStatus.SUCCEEDED,
                        null,
                        Samples.untried(),
                        null,
                        Versions.NONE,
                        NOW);
        var response = answers.response(ending);
        assertThat(response.getMetadata()).isEqualTo(Map.of("k", "v"));
        assertThat(response.getTrace().getTraceparent()).isEqualTo("00-ab-cd-01");
        assertThat(response.getSubmission().getOffset()).isEqualTo(5);
        assertThat(response.getReceipt().getHoldNanoUsd()).isZero();
        assertThat(response.getReceipt().getEventId()).endsWith("/5/4");
    }

    @Test
    void showsEveryRouteTriedInTheReceipt() {
        var progress = Samples.untried();
        progress.setTried(
                List.of(
                        new TriedRoute(
                                Samples.route("haiku", "sim-aws"),
                                1,
                                ErrorType.OVERLOADED,
                                false)));
        var ending =
                new Answers.Ending(
                        Samples.job(1),
                        Samples.LANE,
                        4,
                        JobStatus.FAILED,
                        null,
                        progress,
                        Samples.hold(),
                        Versions.NONE,
                        NOW);
        var attempts = answers.response(ending).getReceipt().getAttempts();
        assertThat(attempts).hasSize(1);
        assertThat(attempts.getFirst().getOutcome()).isEqualTo("OVERLOADED");
    }

    private static Answers.Ending ending(JobStatus status, @Nullable JobError error) {
        return new Answers.Ending(
                Samples.job(1),
                Samples.LANE,
                4,
                status,
                error,
                Samples.untried(),
                Samples.hold(),
                Versions.NONE,
                NOW);
    }
}
