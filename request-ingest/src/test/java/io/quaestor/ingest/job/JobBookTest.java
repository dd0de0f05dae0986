package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobBookTest {

    private static final JobBook.Bounds ROOMY = new JobBook.Bounds(1_000, 1 << 20);

    @Test
    void listsTheNewestFirstPageAfterPage() {
        Seed.run(
                random -> {
                    var book = new JobBook(ROOMY);
                    var starts = new ArrayList<Instant>();
                    for (int i = 0; i < 100; i++) {
                        // Equal times are likely.
                        var start = Story.START.plusSeconds(random.nextInt(30));
                        starts.add(start);
                        add(book, new Story("legal", "r-" + i, i, start).accepted());
                    }
                    starts.sort(Comparator.reverseOrder());

                    var seen = new ArrayList<JobStanding>();
                    var page = book.newest(JobFilter.ALL, Optional.empty(), 7);
                    while (!page.isEmpty()) {
                        seen.addAll(page);
                        var last = Optional.of(page.getLast().position());
                        page = book.newest(JobFilter.ALL, last, 7);
                    }

                    assertThat(seen).doesNotHaveDuplicates().hasSize(100);
                    assertThat(seen)
                            .extracting(job -> job.times().seenFrom())
                            .containsExactlyElementsOf(starts);
                });
    }

    @Test
    void picksByDepartmentAndState() {
        var book = new JobBook(ROOMY);
        add(book, new Story("legal", "r-1", 1).accepted());
        add(book, new Story("legal", "r-2", 2).refused(ErrorType.BUDGET, "", ""));
        add(book, new Story("tax", "r-3", 3).refused(ErrorType.BUDGET, "", ""));

        assertThat(requestIds(book, new JobFilter(Optional.of("legal"), Set.of(), false)))
                .containsExactlyInAnyOrder("r-1", "r-2");
        assertThat(
                        requestIds(
                                book,
                                new JobFilter(Optional.empty(), Set.of(JobState.REJECTED), false)))
                .containsExactlyInAnyOrder("r-2", "r-3");
        assertThat(
                        requestIds(
                                book,
                                new JobFilter(
                                        Optional.of("legal"), Set.of(JobState.REJECTED), false)))
                .containsExactly("r-2");
    }

    @Test
    void forgetsTheOldestThatEndedBeforeAnyThatLives() {
        var book = new JobBook(new JobBook.Bounds(32, 1 << 20));
        for (int i = 0; i < 16; i++) {
            add(book, new Story("legal", "old-" + i, i).accepted());
        }
        for (int i = 0; i < 16; i++) {
            var start = Story.START.plusSeconds(100 + i);
            add(
                    book,
                    new Story("legal", "ended-" + i, 100 + i, start)
                            .accepted()
                            .finished(JobStatus.SUCCEEDED, 1, 0, 1));
        }

        add(book, new Story("legal", "one-more", 999, Story.START.plusSeconds(999)).accepted());

        assertThat(requestIds(book, JobFilter.ALL))
                .hasSize(30)
                .contains("one-more", "old-0", "ended-3", "ended-15")
                .doesNotContain("ended-0", "ended-1", "ended-2");
        assertThat(book.forgottenUpTo()).contains(Story.START.plusSeconds(102));
    }

    @Test
    void forgetsEvenLivingJobsRatherThanGrow() {
        var book = new JobBook(new JobBook.Bounds(32, 1 << 20));
        for (int i = 0; i < 500; i++) {
            add(book, new Story("legal", "r-" + i, i, Story.START.plusSeconds(i)).accepted());
            assertThat(book.size()).isLessThanOrEqualTo(32);
        }
        assertThat(requestIds(book, JobFilter.ALL)).contains("r-499", "r-480");
    }

    @Test
    void keepsWithinItsBytesToo() {
        var book = new JobBook(new JobBook.Bounds(1_000_000, 20_000));
        for (int i = 0; i < 500; i++) {
            var requestId = "r".repeat(200) + i;
            add(book, new Story("legal", requestId, i, Story.START.plusSeconds(i)).accepted());
            assertThat(book.bytes()).isLessThanOrEqualTo(20_000);
        }
        assertThat(book.size()).isPositive();
    }

    @Test
    void keepsCountOfTheJobsInEachState() {
        Seed.run(
                random -> {
                    var book = new JobBook(new JobBook.Bounds(64, 1 << 20));
                    for (int i = 0; i < 300; i++) {
                        int run = i;
                        var story = new Story("legal", "r-" + random.nextInt(100), run).accepted();
                        switch (random.nextInt(4)) {
                            case 0 -> add(book, story);
                            case 1 -> add(book, story.admitted(1, 10));
                            case 2 -> add(book, story.finished(JobStatus.FAILED, 1, 0, 1));
                            default -> book.submitted(submission("legal", "s-" + run, run));
                        }
                    }

                    for (var state : JobState.values()) {
                        var inState = new JobFilter(Optional.empty(), Set.of(state), false);
                        assertThat(book.size(state))
                                .as(state.name())
                                .isEqualTo(requestIds(book, inState).size());
                    }
                });
    }

    @Test
    void knowsASubmissionBeforeTheJournalDoes() {
        var book = new JobBook(ROOMY);
        var story = new Story("legal", "r-1", 42).accepted().admitted(1, 10);
        var job = submission("legal", "r-1", 42);

        book.submitted(job);
        assertThat(book.find(job.jobId()).orElseThrow().state()).isEqualTo(JobState.WAITING);
        add(book, story);
        book.submitted(job);

        assertThat(book.find(job.jobId()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void showsASecondSubmissionOfAnEndedJobAtOnce() {
        var book = new JobBook(ROOMY);
        add(book, new Story("legal", "r-1", 42).accepted().finished(JobStatus.FAILED, 1, 0, 1));

        book.submitted(submission("legal", "r-1", 43));

        var job = book.find(JobId.ofTexts("legal", "r-1")).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.WAITING);
    }

    private static JobStanding submission(String department, String requestId, long run) {
        var origin =
                new Origin(
                        JobId.ofTexts(department, requestId),
                        department,
                        requestId,
                        run,
                        "fast",
                        0,
                        Optional.of(new Place("llm.requests", 3, run)));
        return JobStanding.submitted(origin, Story.START);
    }

    private static List<String> requestIds(JobBook book, JobFilter filter) {
        return book.newest(filter, Optional.empty(), 1_000).stream()
                .map(job -> job.origin().requestId())
                .toList();
    }

    private static void add(JobBook book, Story story) {
        story.events().forEach(book::add);
    }
}
