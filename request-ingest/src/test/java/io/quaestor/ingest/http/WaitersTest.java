package io.quaestor.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import org.junit.jupiter.api.Test;

class WaitersTest {

    private static final String JOB = "job-1";

    private final Waiters waiters = new Waiters(2);

    @Test
    void givesAnAnswerToWhoWaitsForItsSubmission() {
        var first = waiters.waiting(JOB).orElseThrow();
        var second = waiters.waiting(JOB).orElseThrow();
        first.submitted(at(1));
        second.submitted(at(2));

        waiters.arrived(response(2));

        assertThat(first.answer()).isNotDone();
        assertThat(second.answer()).isCompletedWithValue(response(2));
    }

    @Test
    void missesNoAnswerThatComesBeforeItsSubmissionIsKnown() {
        var waiter = waiters.waiting(JOB).orElseThrow();
        waiters.arrived(response(1));
        waiters.arrived(response(2));
        assertThat(waiter.answer()).isNotDone();

        waiter.submitted(at(2));

        assertThat(waiter.answer()).isCompletedWithValue(response(2));
    }

    @Test
    void takesNoMoreThanItsBoundUntilOneLeaves() {
        var first = waiters.waiting(JOB).orElseThrow();
        assertThat(waiters.waiting("job-2")).isPresent();
        assertThat(waiters.waiting("job-3")).isEmpty();

        first.close();
        first.close();

        assertThat(waiters.waiting("job-3")).isPresent();
        assertThat(waiters.waiting("job-4")).isEmpty();
    }

    @Test
    void forgetsWhoLeft() {
        var first = waiters.waiting(JOB).orElseThrow();
        var second = waiters.waiting(JOB).orElseThrow();

        first.close();
        assertThat(waiters.isAwaited(JOB)).isTrue();
        second.close();

        assertThat(waiters.isAwaited(JOB)).isFalse();
        assertThat(waiters.count()).isZero();
    }

    private static TopicPosition at(long offset) {
        return new TopicPosition("llm.requests", 0, offset);
    }

    private static LlmResponse response(long offset) {
        var response = new LlmResponse();
        response.setJobId(JOB);
        response.setSubmission(at(offset));
        return response;
    }
}
