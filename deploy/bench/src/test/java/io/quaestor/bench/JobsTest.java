package io.quaestor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Timings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final long MS = 1_000_000;

    private final Jobs jobs = new Jobs();

    @Test
    void addWhatTheProviderDidNotTake() {
        int number = jobs.sending(3, 100 * MS);

        jobs.answered(response(number, JobStatus.SUCCEEDED, 50), 180 * MS);

        assertThat(jobs.between(0, 200 * MS)).containsExactly(new Jobs.Answer(180 * MS, 30 * MS));
        assertThat(jobs.open()).isZero();
        assertThat(jobs.open(3)).isZero();
    }

    @Test
    void countWhatIsOpenByDepartment() {
        jobs.sending(3, 0);
        jobs.sending(3, 0);
        jobs.sending(4, 0);

        assertThat(jobs.open(3)).isEqualTo(2);
        assertThat(jobs.open(4)).isEqualTo(1);
        assertThat(jobs.open()).isEqualTo(3);
    }

    @Test
    void countASecondResponseAndAStrangersAsUnexpected() {
        int number = jobs.sending(0, 0);

        jobs.answered(response(number, JobStatus.SUCCEEDED, 0), 1);
        jobs.answered(response(number, JobStatus.SUCCEEDED, 0), 2);
        jobs.answered(response(77, JobStatus.SUCCEEDED, 0), 3);

        assertThat(jobs.unexpected()).isEqualTo(2);
        assertThat(jobs.answered()).isEqualTo(1);
    }

    @Test
    void countEveryOtherStatus() {
        jobs.answered(response(jobs.sending(0, 0), JobStatus.FAILED, 0), 1);
        jobs.answered(response(jobs.sending(0, 0), JobStatus.REJECTED, 0), 1);
        jobs.answered(response(jobs.sending(0, 0), JobStatus.SUCCEEDED, 0), 1);

        assertThat(jobs.notSucceeded()).isEqualTo(2);
        assertThat(jobs.failures()).containsExactly("request 0: FAILED ", "request 1: REJECTED ");
    }

    @Test
    void belongToTheWindowInWhichTheyWereAnswered() {
        jobs.answered(response(jobs.sending(0, 0), JobStatus.SUCCEEDED, 0), 10);
        jobs.answered(response(jobs.sending(0, 0), JobStatus.SUCCEEDED, 0), 20);
        jobs.answered(response(jobs.sending(0, 0), JobStatus.SUCCEEDED, 0), 30);

        assertThat(jobs.between(10, 20)).hasSize(1);
    }

    private static LlmResponse response(int number, JobStatus status, long providerMillis) {
        var response = new LlmResponse();
        response.setRequestId(Integer.toString(number));
        response.setStatus(status);
        response.setTimings(
                new Timings(
                        Instant.EPOCH, Instant.EPOCH, null, null, Instant.EPOCH, providerMillis));
        return response;
    }
}
