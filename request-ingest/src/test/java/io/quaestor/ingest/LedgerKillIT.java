package io.quaestor.ingest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Job;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.Seed;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of the ledger when its process is killed with requests and ends on their way: once
 * it finds its stores again, once it has to restore them from the changelog. The test is the
 * worker.
 */
class LedgerKillIT {

    /** Its own: other tests read whole topics, and this one fills them. */
    private static final KafkaFixture FIXTURE = KafkaFixture.fresh(Part.BROKER, Part.REGISTRY);

    private static final String DEPARTMENT = "killed";
    private static final int LANE = 11;

    /** So few that most are submitted again, while they run and afterwards. */
    private static final int IDS = 1_200;

    private static final int SUBMISSIONS = 1_500;
    private static final int BEFORE_A_KILL = 500;

    private final List<TopicPosition> submissions = new ArrayList<>();
    private final List<Job> held = new ArrayList<>();
    private @TempDir Path folder;
    private Cluster cluster;
    private Tail<AcceptedJob> accepted;
    private Tail<LlmResponse> responses;
    private boolean holding = true;
    private IngestProcess ingest;

    @AfterAll
    static void stopBroker() {
        FIXTURE.close();
    }

    @BeforeEach
    void start() {
        cluster = new Cluster(FIXTURE.kafka());
        cluster.apply(DEPARTMENT, LANE);
        accepted = cluster.tail(Topics.ACCEPTED, AcceptedJob.class);
        responses = cluster.tail(Topics.RESPONSES, LlmResponse.class);
        ingest = started();
    }

    @AfterEach
    void stop() {
        ingest.close();
        accepted.close();
        responses.close();
        cluster.close();
    }

    private IngestProcess started() {
        return new IngestProcess("it-killed", folder, FIXTURE.kafka());
    }

    @Test
    void answersEverySubmissionOnceThoughItIsKilled() {
        Seed.run(
                random -> {
                    submit(random);
                    work("a kill", () -> responses.all().size() >= BEFORE_A_KILL);
                    ingest.close();
                    submit(random);
                    ingest = started();

                    int soFar = responses.all().size();
                    work("another", () -> responses.all().size() >= soFar + BEFORE_A_KILL);
                    ingest.close();
                    deleteStores();
                    submit(random);
                    ingest = started();

                    holding = false;
                    work("every answer", () -> responses.all().size() >= submissions.size());
                });

        assertThat(accepted.all())
                .extracting(job -> job.getJob().getJobId() + "/" + job.getJob().getRun())
                .doesNotHaveDuplicates();
        assertThat(responses.all())
                .extracting(LlmResponse::getSubmission)
                .containsExactlyInAnyOrderElementsOf(submissions);
        assertThat(responses.all())
                .filteredOn(response -> !response.getReplayed())
                .extracting(response -> response.getJobId() + "/" + response.getRun())
                .doesNotHaveDuplicates();
        everyRepetitionFollowsARun();
        sequencesAreContiguous();
    }

    /** Many ids, some of them twice or more often, some with something else under them. */
    private void submit(SplittableRandom random) {
        var requests = IntStream.range(0, SUBMISSIONS).mapToObj(_ -> request(random)).toList();
        submissions.addAll(cluster.submitAll(requests));
    }

    private static LlmRequest request(SplittableRandom random) {
        var request = Requests.valid("kill-" + random.nextInt(IDS), DEPARTMENT);
        request.setPriority(random.nextInt(40) == 0 ? 1 : 0);
        return request;
    }

    /** Ends jobs as they come, but holds some of them back for as long as it kills. */
    private void work(String until, BooleanSupplier condition) {
        Cluster.await(
                until,
                () -> {
                    held.addAll(accepted.poll().stream().map(AcceptedJob::getJob).toList());
                    var now = held.stream().filter(this::isEnded).toList();
                    held.removeAll(new HashSet<>(now));
                    end(now);
                    responses.poll();
                    return condition.getAsBoolean();
                });
    }

    private boolean isEnded(Job job) {
        return !holding || job.getRun() % 4 != 0;
    }

    private void end(List<Job> jobs) {
        var places = cluster.respondAll(jobs.stream().map(LedgerKillIT::answer).toList());
        cluster.end(
                IntStream.range(0, jobs.size())
                        .mapToObj(i -> end(jobs.get(i), places.get(i)))
                        .toList());
    }

    private static LlmResponse answer(Job job) {
        return Answers.of(job, status(job), "Done.");
    }

    private static JobEnded end(Job job, TopicPosition at) {
        return Answers.end(LANE, job, at, status(job), status(job) == JobStatus.SUCCEEDED);
    }

    private static JobStatus status(Job job) {
        return job.getRun() % 3 == 0 ? JobStatus.FAILED : JobStatus.SUCCEEDED;
    }

    private void deleteStores() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void everyRepetitionFollowsARun() {
        var runs =
                accepted.all().stream()
                        .collect(
                                groupingBy(
                                        job -> job.getJob().getJobId(),
                                        mapping(job -> job.getJob().getRun(), toSet())));
        var repeated = responses.all().stream().filter(LlmResponse::getReplayed).toList();
        assertThat(repeated)
                .isNotEmpty()
                .allMatch(one -> runs.getOrDefault(one.getJobId(), Set.of()).contains(one.getRun()))
                .extracting(LlmResponse::getStatus)
                .containsOnly(JobStatus.SUCCEEDED, JobStatus.FAILED);
        assertThat(runs.values()).as("failures begin anew").anyMatch(all -> all.size() > 1);
    }

    private void sequencesAreContiguous() {
        var events = cluster.values(Topics.JOURNAL, JournalEvent.class);
        assertThat(events).anyMatch(event -> event.getEvent() instanceof SubmissionRemembered);
        var numbers =
                events.stream()
                        .map(JournalEvent::getSequence)
                        .filter(one -> one != null && one.getScope() == SequenceScope.INGEST_TASK)
                        .collect(
                                groupingBy(
                                        one -> one.getSource(),
                                        groupingBy(one -> one.getNumber(), counting())));
        assertThat(numbers).hasSize(Topics.KEYED_PARTITIONS);
        numbers.forEach(
                (source, times) -> {
                    assertThat(times.values()).as(source).containsOnly(1L);
                    assertThat(times.keySet())
                            .as(source)
                            .containsExactlyInAnyOrderElementsOf(
                                    LongStream.rangeClosed(1, times.size()).boxed().toList());
                });
    }
}
