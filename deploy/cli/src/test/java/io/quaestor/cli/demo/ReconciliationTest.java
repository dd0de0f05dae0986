package io.quaestor.cli.demo;

import static io.quaestor.cli.demo.Records.evidence;
import static io.quaestor.cli.demo.Records.finished;
import static io.quaestor.cli.demo.Records.observed;
import static io.quaestor.cli.demo.Records.response;
import static io.quaestor.cli.demo.Records.started;
import static io.quaestor.cli.demo.Records.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.kernel.Money;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    @Test
    void findsNothingWhereEachRequestHasItsOneResponse() {
        var evidence =
                evidence(
                        List.of(submission(1), submission(2)),
                        List.of(
                                response(1, JobStatus.SUCCEEDED, 1),
                                response(2, JobStatus.REJECTED)),
                        started(1, 1, 1));

        var jobs =
                Reconciliation.of(evidence)
                        .with(evidence, List.of(new LoggedCall("job-1/0/1/1", true)));

        assertThat(jobs.lost()).isEmpty();
        assertThat(jobs.duplicateResponses()).isZero();
        assertThat(jobs.violations()).isEmpty();
        assertThat(jobs.count(JobStatus.SUCCEEDED)).isEqualTo(1);
        assertThat(jobs.count(JobStatus.REJECTED)).isEqualTo(1);
        assertThat(jobs.failed()).isZero();
    }

    @Test
    void countsWhatIsLostAndWhatIsAnsweredTwice() {
        var evidence =
                evidence(
                        List.of(submission(1), submission(2), submission(3)),
                        List.of(
                                response(2, JobStatus.SUCCEEDED, 1),
                                response(2, JobStatus.SUCCEEDED, 1),
                                response(3, JobStatus.EXPIRED)));

        var jobs = Reconciliation.of(evidence);

        assertThat(jobs.lost()).containsExactly(submission(1));
        assertThat(jobs.duplicateResponses()).isEqualTo(1);
        assertThat(jobs.failed()).isEqualTo(1);
    }

    @Test
    void namesAnswersToNothing() {
        var evidence = evidence(List.of(), List.of(response(7, JobStatus.REJECTED)));

        assertThat(Reconciliation.of(evidence).violations())
                .singleElement()
                .asString()
                .startsWith("a response answers no request");
    }

    @Test
    void namesCallsWithoutAnIntentAndSuccessesWithoutACall() {
        var evidence =
                evidence(
                        List.of(submission(1)),
                        List.of(response(1, JobStatus.SUCCEEDED, 1, 2)),
                        started(1, 1, 1));
        var calls =
                List.of(
                        new LoggedCall("job-1/0/1/1", true),
                        new LoggedCall("job-1/0/2/2", false),
                        new LoggedCall("job-9/0/1/1", true));

        assertThat(Reconciliation.of(evidence).with(evidence, calls).violations())
                .containsExactly(
                        "a call without an intent in the journal: job-1/0/2/2",
                        "a call without an intent in the journal: job-9/0/1/1",
                        "a success without a call: job-1/0/2");
    }

    @Test
    void replacesAnEstimateByWhatWasObserved() {
        var journal = List.of(finished(1, 1, 900), finished(2, 1, 50), observed(1, 1, 300));

        assertThat(Spend.ofJournal(journal)).isEqualTo(Map.of("legal", Money.ofNanoUsd(350)));
    }
}
