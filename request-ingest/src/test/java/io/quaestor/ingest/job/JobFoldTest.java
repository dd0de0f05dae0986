package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobFoldTest {

    private static final long BOUND = 1_000;

    static Stream<Arguments> storiesAndTheirEnds() {
        return Stream.of(
                row("accepted", s -> s, JobState.WAITING, 0, 0),
                row("admitted", s -> s.admitted(1, BOUND), JobState.QUEUED, 0, 0),
                row("called", s -> calling(s), JobState.CALLING, 1, 0),
                row(
                        "answered, the ending not yet written",
                        s -> calling(s).called(1, 1, Billing.BILLED, 10),
                        JobState.CALLING,
                        1,
                        10),
                row(
                        "throttled",
                        s ->
                                calling(s)
                                        .called(1, 1, Billing.UNBILLED, 0)
                                        .handedBack(1, ErrorType.THROTTLED, s.now()),
                        JobState.RETRYING,
                        1,
                        0),
                row(
                        "admitted again",
                        s ->
                                calling(s)
                                        .called(1, 1, Billing.UNBILLED, 0)
                                        .handedBack(1, ErrorType.THROTTLED, s.now())
                                        .admitted(1, BOUND),
                        JobState.QUEUED,
                        1,
                        0),
                row(
                        "succeeded",
                        s ->
                                calling(s)
                                        .called(1, 1, Billing.BILLED, 10)
                                        .finished(JobStatus.SUCCEEDED, 1, 0, 10),
                        JobState.SUCCEEDED,
                        1,
                        10),
                row(
                        "failed",
                        s ->
                                calling(s)
                                        .called(1, 1, Billing.UNBILLED, 0)
                                        .released(1)
                                        .finished(JobStatus.FAILED, 1, 0, 0),
                        JobState.FAILED,
                        1,
                        0),
                row(
                        "rejected by governance",
                        s -> s.refused(ErrorType.BUDGET, "", "over budget"),
                        JobState.REJECTED,
                        0,
                        0),
                row("expired", s -> s.finished(JobStatus.EXPIRED, 0, 0, 0), JobState.EXPIRED, 0, 0),
                row(
                        "cancelled",
                        s -> s.cancelRequested().finished(JobStatus.CANCELLED, 0, 0, 0),
                        JobState.CANCELLED,
                        0,
                        0),
                row(
                        "unknown outcome, charged its bound",
                        s -> calling(s).called(1, 1, Billing.UNKNOWN, BOUND),
                        JobState.CALLING,
                        1,
                        BOUND),
                row(
                        "unknown outcome, observed later",
                        s ->
                                calling(s)
                                        .called(1, 1, Billing.UNKNOWN, BOUND)
                                        .finished(JobStatus.FAILED, 1, 1, BOUND)
                                        .observed(1, 10),
                        JobState.FAILED,
                        1,
                        10),
                row(
                        "unknown outcome, observed before it was declared",
                        s ->
                                calling(s)
                                        .observed(1, 10)
                                        .called(1, 1, Billing.UNKNOWN, BOUND)
                                        .finished(JobStatus.FAILED, 1, 1, BOUND),
                        JobState.FAILED,
                        1,
                        10),
                row(
                        "lost: the hold is given up",
                        s -> calling(s).holdExpired(1, BOUND),
                        JobState.CALLING,
                        1,
                        BOUND),
                row(
                        "the hold is given up of an outcome declared unknown",
                        s -> calling(s).called(1, 1, Billing.UNKNOWN, BOUND).holdExpired(1, BOUND),
                        JobState.CALLING,
                        1,
                        BOUND));
    }

    private static Arguments row(
            String name, UnaryOperator<Story> story, JobState state, int attempts, long nanoUsd) {
        var events = story.apply(new Story("legal", "r-1", 42).accepted()).events();
        return Arguments.of(name, events, state, attempts, nanoUsd);
    }

    private static Story calling(Story story) {
        return story.admitted(1, BOUND).started(1, 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("storiesAndTheirEnds")
    void tellsWhereAJobStands(
            String name, List<JournalEvent> events, JobState state, int attempts, long nanoUsd) {
        var job = folded(events);

        assertThat(job.state()).isEqualTo(state);
        assertThat(job.course().attempts()).isEqualTo(attempts);
        assertThat(job.costNanoUsd()).isEqualTo(nanoUsd);
    }

    @Test
    void tellsWhatTheJobIsWhereItWentAndWhen() {
        var story =
                new Story("legal", "r-1", 42)
                        .accepted()
                        .admitted(1, BOUND)
                        .started(1, 1)
                        .called(1, 1, Billing.BILLED, 10)
                        .finished(JobStatus.SUCCEEDED, 1, 0, 10);

        var job = folded(story.events());

        assertThat(job.jobId()).isEqualTo(story.jobId());
        assertThat(job.origin().department()).isEqualTo("legal");
        assertThat(job.origin().requestId()).isEqualTo("r-1");
        assertThat(job.origin().run()).isEqualTo(42);
        assertThat(job.origin().model()).isEqualTo("fast");
        assertThat(job.origin().submission()).contains(new Place("llm.requests", 3, 42));
        assertThat(job.course().route())
                .contains(new RouteTaken("aws", "haiku@aws", "eu-west-1", true));
        assertThat(job.course().response()).contains(new Place("llm.responses", 2, 7));
        assertThat(job.course().reason()).isEmpty();
        assertThat(job.course().providerMillis()).isEqualTo(40);
        assertThat(job.times())
                .isEqualTo(
                        new Times(
                                Story.START,
                                Optional.of(Story.START.plusSeconds(1)),
                                Optional.of(Story.START.plusSeconds(2)),
                                Optional.empty(),
                                Optional.of(Story.START.plusSeconds(4)),
                                Optional.of(Story.DEADLINE)));
    }

    @Test
    void givesIngestsOwnRejectionInTheWordsOfItsFirstProblem() {
        var story = new Story("legal", "r-1", 42);

        var job = folded(story.refused(ErrorType.INVALID_REQUEST, "model", "is empty").events());

        assertThat(job.state()).isEqualTo(JobState.REJECTED);
        assertThat(job.course().reason())
                .contains(new Reason(ErrorType.INVALID_REQUEST, "model is empty", false));
    }

    @Test
    void keepsTheLastCauseUntilTheJobSucceeds() {
        var story = new Story("legal", "r-1", 42).accepted().admitted(1, BOUND).started(1, 1);
        var again = story.now().plusSeconds(9);
        story.called(1, 1, Billing.UNBILLED, 0).handedBack(1, ErrorType.THROTTLED, again);

        var retrying = folded(story.events());
        var succeeded =
                folded(
                        story.admitted(1, BOUND)
                                .started(1, 2)
                                .called(1, 2, Billing.BILLED, 5)
                                .finished(JobStatus.SUCCEEDED, 2, 0, 5)
                                .events());

        assertThat(retrying.course().reason().orElseThrow().type()).isEqualTo(ErrorType.THROTTLED);
        assertThat(retrying.times().notBefore()).contains(again);
        assertThat(succeeded.course().reason()).isEmpty();
        assertThat(succeeded.times().notBefore()).isEmpty();
        assertThat(succeeded.course().attempts()).isEqualTo(2);
    }

    @Test
    void saysWhetherTheCostIsABound() {
        var story = new Story("legal", "r-1", 42).accepted().admitted(1, BOUND).started(1, 1);
        var unknown = folded(story.called(1, 1, Billing.UNKNOWN, BOUND).events());
        var observed = folded(story.observed(1, 10).events());

        assertThat(unknown.costIsEstimated()).isTrue();
        assertThat(unknown.course().unknownOutcomes()).isEqualTo(1);
        assertThat(observed.costIsEstimated()).isFalse();
    }

    @Test
    void showsTheNewestRunAndIgnoresLateNewsOfAnEarlierOne() {
        var first = new Story("legal", "r-1", 42).accepted().finished(JobStatus.FAILED, 1, 1, 9);
        var second = new Story("legal", "r-1", 50).accepted();
        var late = new Story("legal", "r-1", 42).observed(1, 3);

        var job =
                folded(
                        Stream.of(first, second, late)
                                .flatMap(story -> story.events().stream())
                                .toList());

        assertThat(job).isEqualTo(folded(second.events()));
    }

    @Test
    void ignoresWhatTellsOfNoJobOrOfOneNotKnown() {
        var story = new Story("legal", "r-1", 42).laneTaken().cancelRequested().observed(1, 3);

        assertThat(JobFold.concerns(story.events().getFirst())).isFalse();
        assertThat(story.events().stream().skip(1))
                .allSatisfy(event -> assertThat(JobFold.plus(Optional.empty(), event)).isEmpty());
    }

    @Test
    void showsAJobWhoseFirstEventsAreGone() {
        var events =
                new Story("legal", "r-1", 42)
                        .accepted()
                        .admitted(1, BOUND)
                        .started(1, 1)
                        .called(1, 1, Billing.BILLED, 10)
                        .finished(JobStatus.SUCCEEDED, 1, 0, 10)
                        .events();

        var job = folded(events.subList(4, 5));

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.costNanoUsd()).isEqualTo(10);
        assertThat(job.origin().submission()).contains(new Place("llm.requests", 3, 42));
    }

    @Test
    void countsFurtherSubmissionsOfTheRun() {
        var story =
                new Story("legal", "r-1", 42)
                        .accepted()
                        .remembered(43)
                        .remembered(44)
                        .finished(JobStatus.SUCCEEDED, 1, 0, 0)
                        .replayed(43)
                        .replayed(44)
                        .replayed(50);
        var again = new ArrayList<>(story.events());
        again.addAll(story.events().subList(6, 7));

        var job = folded(again);

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.origin().run()).isEqualTo(42);
        assertThat(job.duplicates().remembered()).isEqualTo(2);
        assertThat(job.duplicates().replayed()).isEqualTo(3);
        assertThat(PackedJob.of(job).unpacked()).isEqualTo(job);
    }

    @Test
    void showsAJobWhoseFurtherSubmissionWasRefusedAsItStands() {
        var running = new Story("legal", "r-1", 42).accepted().admitted(1, BOUND);
        var refused = new Story("legal", "r-1", 50).refused(ErrorType.CONFLICT, "requestId", "x");
        var events = new ArrayList<>(running.events());
        events.addAll(refused.events());

        assertThat(folded(events)).isEqualTo(folded(running.events()));
    }

    @Test
    void showsTheRunThatAnswersASubmissionThatWasNotedAsOneOfItsOwn() {
        var noted = Optional.of(noted(50));
        var running = new Story("legal", "r-1", 42).accepted().admitted(1, BOUND);

        var known = JobFold.plus(noted, running.events().getLast());
        var remembered = JobFold.plus(noted, running.remembered(50).events().getLast());
        var replayed = JobFold.plus(noted, running.replayed(50).events().getLast());
        var ofAnother = JobFold.plus(noted, running.replayed(51).events().getLast());

        assertThat(known.orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(remembered.orElseThrow().origin().run()).isEqualTo(42);
        assertThat(remembered.orElseThrow().state()).isEqualTo(JobState.WAITING);
        assertThat(replayed.orElseThrow().state()).isEqualTo(JobState.ENDED);
        assertThat(ofAnother).isEqualTo(noted);
    }

    private static JobStanding noted(long offset) {
        var origin =
                new Origin(
                        JobId.ofTexts("legal", "r-1"),
                        "legal",
                        "r-1",
                        offset,
                        "fast",
                        7,
                        Optional.of(new Place("llm.requests", 3, offset)));
        return JobStanding.submitted(origin, Story.START);
    }

    @Test
    void conflictsWithAnotherBodyForAsLongAsItsAnswerIsRepeated() {
        long mark = Origin.mark(Story.SHA);
        var running = new Story("legal", "r-1", 42).accepted();
        var runs = folded(running.events());
        var succeeded = folded(running.finished(JobStatus.SUCCEEDED, 1, 0, 0).events());
        var end = succeeded.times().finishedAt().orElseThrow();

        assertThat(runs.conflictsWith(mark + 1, Instant.MIN)).isTrue();
        assertThat(runs.conflictsWith(mark, Instant.MIN)).as("the same").isFalse();
        assertThat(runs.conflictsWith(0, Instant.MIN)).as("who knows").isFalse();
        assertThat(runs.conflictsWith(mark + 1, Instant.MAX)).as("too old").isFalse();
        assertThat(noted(42).conflictsWith(mark + 1, Instant.MIN)).as("who knows").isFalse();
        assertThat(succeeded.conflictsWith(mark + 1, end.minusMillis(1))).isTrue();
        assertThat(succeeded.conflictsWith(mark + 1, end)).as("too old").isFalse();
    }

    @Test
    void hasNoConflictAfterAnEndThatIsNotRepeated() {
        var failed = new Story("legal", "r-1", 42).accepted().finished(JobStatus.FAILED, 1, 0, 0);

        assertThat(folded(failed.events()).conflictsWith(Origin.mark(Story.SHA) + 1, Instant.MIN))
                .isFalse();
    }

    @Test
    void answersDuplicatesWhileItRunsAndAfterAnEndThatIsRepeated() {
        var story = new Story("legal", "r-1", 42).accepted();
        assertThat(folded(story.events()).answersDuplicates()).isTrue();
        assertThat(folded(story.finished(JobStatus.FAILED, 1, 0, 0).events()).answersDuplicates())
                .isFalse();
    }

    @Test
    void cancelsOnlyTheRunThatIsMeant() {
        var first = new Story("legal", "r-1", 42).accepted();
        var second = new Story("legal", "r-1", 50).accepted();
        var late = new Story("legal", "r-1", 42).cancelRequested().events().getFirst();

        var job = JobFold.plus(Optional.of(folded(second.events())), late).orElseThrow();

        assertThat(job.course().cancelRequested()).isFalse();
        assertThat(folded(first.cancelRequested().events()).course().cancelRequested()).isTrue();
    }

    private static JobStanding folded(List<JournalEvent> events) {
        Optional<JobStanding> job = Optional.empty();
        for (var event : events) {
            job = JobFold.plus(job, event);
        }
        return job.orElseThrow();
    }
}
