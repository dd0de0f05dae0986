package io.quaestor.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.RequestId;
import io.quaestor.kernel.RequestPartition;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledger, replays and cancellations on a real broker; the tests are the workers. */
class LedgerIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER, Part.REGISTRY);

    /** Enough for several transactions. */
    private static final int MANY = 1_500;

    private static final int FAILURES = 20;

    private static Cluster cluster;
    private static @TempDir Path folder;
    private static ApplicationContext service;

    @BeforeAll
    static void start() {
        cluster = new Cluster(FIXTURE.kafka());
        cluster.apply("ledger", 9);
        service =
                RequestIngest.start(
                        Map.of(
                                "micronaut.server.port",
                                -1,
                                "quaestor.ingest.instance",
                                "it-ledger",
                                "quaestor.ingest.state-dir",
                                folder.toString(),
                                "kafka.bootstrap.servers",
                                FIXTURE.bootstrapServers(),
                                "kafka.schema.registry.url",
                                FIXTURE.registryUrl()));
    }

    @AfterAll
    static void stop() {
        service.close();
        cluster.close();
    }

    @Test
    void repeatsTheAnswerOfAFinishedJob() {
        var request = Requests.valid("led-again", "ledger");
        var job = accepted(cluster.submit(request));
        end(job, answered(job, "Done."), true);

        var again = cluster.submit(request);

        var response = response(Topics.RESPONSES, again);
        assertThat(response.getReplayed()).isTrue();
        assertThat(response.getContent()).isEqualTo("Done.");
        assertThat(response.getRun()).isEqualTo(job.getRun());
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(55);
        var replayed =
                event(SubmissionReplayed.class, event -> event.getSubmission().equals(again));
        assertThat(replayed.getRun()).isEqualTo(job.getRun());
        assertThat(replayed.getEventNumber()).isZero();
        assertThat(replayed.getLane()).isEqualTo(9);
        assertThat(jobs("led-again")).hasSize(1);
    }

    @Test
    void answersWhoWaitsWithWhateverTheEndIs() throws Exception {
        var topic = topic("llm.responses.led-waits");
        var request = Requests.valid("led-waits", "ledger");
        var job = accepted(cluster.submit(request));
        request.setReplyTopic(topic);
        var second = cluster.submit(request);
        var remembered =
                event(SubmissionRemembered.class, event -> event.getSubmission().equals(second));
        assertThat(remembered.getRun()).isEqualTo(job.getRun());
        var clearlyLater = at().plus(Ledger.CLOCKS_APART).plusMillis(10);
        Cluster.await("a moment that is clearly later", () -> at().isAfter(clearlyLater));

        var expired = answer(job, JobStatus.EXPIRED, null);
        end(job, cluster.respond(expired), JobStatus.EXPIRED, false);

        var response = response(topic, second);
        assertThat(response.getStatus()).isEqualTo(JobStatus.EXPIRED);
        assertThat(response.getReplayed()).isTrue();
        var third = cluster.submit(request);
        assertThat(accepted(third).getRun()).isEqualTo(third.getOffset());
    }

    @Test
    void beginsANewRunForEachJobThatFailedBeforeItWasSubmittedAgainButIsKnownToLater() {
        var requests =
                IntStream.range(0, FAILURES)
                        .mapToObj(i -> Requests.valid("led-failed-" + i, "ledger"))
                        .toList();
        var jobs = cluster.submitAll(requests).stream().map(LedgerIT::accepted).toList();
        var failures = jobs.stream().map(job -> answer(job, JobStatus.FAILED, null)).toList();
        var all = new ArrayList<TopicPosition>();
        try (var worker = cluster.transactional("it-late")) {
            worker.beginTransaction();
            for (int i = 0; i < FAILURES; i++) {
                var at = cluster.respond(failures.get(i));
                var end = Answers.end(9, jobs.get(i), at, JobStatus.FAILED, false);
                var _ = worker.send(cluster.ended(end));
            }
            worker.flush();
            all.addAll(cluster.submitAll(requests));
            all.addAll(cluster.submitAll(requests));
            Cluster.await("all to be remembered", () -> remembered().containsAll(all));
            worker.commitTransaction();
        }

        // One that was remembered may be overtaken on its way back to its topic.
        Cluster.await("a run of each", () -> jobs(all).size() == FAILURES);
        var next = jobs(all);
        next.forEach(job -> end(job, answered(job, "Now."), true));
        Cluster.await("all answers", () -> answers(all).size() == 2 * FAILURES);
        assertThat(answers(all).values()).allMatch(times -> times == 1);
        assertThat(next)
                .extracting(job -> job.getRequest())
                .containsExactlyInAnyOrderElementsOf(requests);
        var runs = next.stream().collect(toMap(Job::getJobId, Job::getRun));
        var first = next.stream().map(Job::getSubmission).collect(toSet());
        assertThat(cluster.values(Topics.RESPONSES, LlmResponse.class))
                .filteredOn(response -> all.contains(response.getSubmission()))
                .allSatisfy(
                        response -> {
                            assertThat(response.getContent()).isEqualTo("Now.");
                            assertThat(response.getRun()).isEqualTo(runs.get(response.getJobId()));
                            assertThat(response.getReplayed())
                                    .isNotEqualTo(first.contains(response.getSubmission()));
                        });
    }

    private static Set<TopicPosition> remembered() {
        return cluster.values(Topics.JOURNAL, JournalEvent.class).stream()
                .map(JournalEvent::getEvent)
                .filter(SubmissionRemembered.class::isInstance)
                .map(event -> ((SubmissionRemembered) event).getSubmission())
                .collect(toSet());
    }

    @Test
    void saysThatARequestIsGoneThatWasToBeSubmittedAnew() {
        var job = accepted(cluster.submit(Requests.valid("led-other", "ledger")));
        // Behind the end of a partition; where another job's request lies.
        for (var place :
                List.of(
                        new TopicPosition(Topics.REQUESTS, 3, 1_000_000L),
                        new TopicPosition(
                                Topics.REQUESTS,
                                job.getSubmission().getPartition(),
                                job.getRun()))) {
            var submission = new TopicPosition(Topics.REQUESTS, 3, place.getOffset() + 2_000_000);
            cluster.order(
                    new ReplayOrder(
                            9,
                            "a-job",
                            "ledger",
                            "led-vanished",
                            42L,
                            submission,
                            at(),
                            Topics.RESPONSES,
                            null,
                            at(),
                            null,
                            place));

            var response = response(Topics.RESPONSES, submission);
            assertThat(response.getError().getType()).isEqualTo(ErrorType.REPLAY_EXPIRED);
            assertThat(response.getReplayed()).isTrue();
        }
        assertThat(jobs("led-other")).hasSize(1);
    }

    @Test
    void repeatsAnAnswerThatLiesBehindAnOpenTransactionOfSomebodyElse() throws Exception {
        var topic = topic("llm.responses.led-open");
        var request = Requests.valid("led-open", "ledger");
        request.setReplyTopic(topic);
        var job = accepted(cluster.submit(request));
        request.setReplyTopic(null);
        try (var other = cluster.transactional("test-somebody-else")) {
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1])).get();
            end(job, cluster.respond(topic, answer(job, JobStatus.SUCCEEDED, "Done.")), true);

            var again = response(Topics.RESPONSES, cluster.submit(request));

            assertThat(again.getContent()).isEqualTo("Done.");
            assertThat(again.getReplayed()).isTrue();
            // Still open: a transaction that had been ended meanwhile could not be aborted.
            other.abortTransaction();
        }
    }

    @Test
    void saysThatAnAnswerIsGone() {
        var request = Requests.valid("led-gone", "ledger");
        var job = accepted(cluster.submit(request));
        end(job, new TopicPosition("llm.responses.led-nowhere", 0, 3L), true);

        var again = cluster.submit(request);

        var response = response(Topics.RESPONSES, again);
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.REPLAY_EXPIRED);
        assertThat(response.getReplayed()).isTrue();
        assertThat(response.getRun()).isEqualTo(job.getRun());
        assertThat(jobs("led-gone")).hasSize(1);
    }

    @Test
    void answersOnItsOwnTopicWhenTheReplyTopicIsGone() throws Exception {
        var topic = topic("llm.responses.led-deleted");
        var request = Requests.valid("led-deleted", "ledger");
        var job = accepted(cluster.submit(request));
        request.setReplyTopic(topic);
        var second = cluster.submit(request);
        event(SubmissionRemembered.class, event -> event.getSubmission().equals(second));
        cluster.admin.deleteTopics(List.of(topic)).all().get();

        end(job, answered(job, "Done."), true);

        var response = response(Topics.RESPONSES, second);
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.RESPONSE_UNDELIVERABLE);
        assertThat(response.getContent()).isNull();
        assertThat(response.getReceipt().getCostNanoUsd()).isEqualTo(55);
        assertThat(response.getReplayed()).isTrue();
    }

    @Test
    void refusesAReplyTopicThatForgetsTooSoon() throws Exception {
        var topic = "llm.responses.led-short";
        var forgetful =
                new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "3600000"));
        cluster.admin.createTopics(List.of(forgetful)).all().get();
        var request = Requests.valid("led-short", "ledger");
        request.setReplyTopic(topic);

        var response = response(Topics.RESPONSES, cluster.submit(request));

        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.RETENTION);
    }

    @Test
    void judgesASubmissionInThePartitionOfItsRequestId() {
        var request = Requests.valid("led-moved", "ledger");
        byte[] value = cluster.encode(Topics.REQUESTS, request);
        int home = RequestPartition.of(new RequestId("led-moved"), Topics.KEYED_PARTITIONS);
        var elsewhere = keyOutsideOf(home);

        var first = cluster.submit(elsewhere, value);
        var job = accepted(first);
        var second = cluster.submit(request);

        assertThat(first.getPartition()).isNotEqualTo(home);
        assertThat(job.getSubmission()).isEqualTo(first);
        assertThat(second.getPartition()).isEqualTo(home);
        assertThat(job.getRun()).isLessThan(second.getOffset());
        event(SubmissionRemembered.class, event -> event.getSubmission().equals(second));
    }

    private static String keyOutsideOf(int partition) {
        int i = 0;
        while (RequestPartition.of(new RequestId("k" + i), Topics.KEYED_PARTITIONS) == partition) {
            i++;
        }
        return "k" + i;
    }

    @Test
    void tellsTheOwnerOfAJobThatItIsCancelled() {
        var request = Requests.valid("led-cancel", "ledger");
        var job = accepted(cluster.submit(request));

        cluster.cancel(new CancelRequest("ledger", "led-cancel", "ada", "mistake", null));

        var told = event(CancelRequested.class, event -> event.getRequestId().equals("led-cancel"));
        var record =
                cluster.read(Topics.CONTROL).stream()
                        .filter(one -> new String(one.key(), UTF_8).equals(job.getJobId()))
                        .findFirst()
                        .orElseThrow();
        assertThat(record.partition()).isEqualTo(9);
        assertThat(cluster.value(record, CancelRequested.class)).isEqualTo(told.getEvent());
        assertThat(told.getRun()).isEqualTo(job.getRun());
    }

    @Test
    void answersManyAtOnceAndAFreshJobMeanwhile() {
        var request = Requests.valid("led-many", "ledger");
        var job = accepted(cluster.submit(request));
        end(job, answered(job, "Done."), true);
        response(Topics.RESPONSES, cluster.submit(request));

        var duplicates = cluster.submitAll(Collections.nCopies(MANY, request));
        accepted(cluster.submit(Requests.valid("led-fresh", "ledger")));
        Cluster.await("all answers", () -> answers(duplicates).size() == MANY);

        assertThat(answers(duplicates).values()).allMatch(times -> times == 1);
        assertThat(jobs("led-many")).hasSize(1);
    }

    /** How often each of the submissions was answered. */
    private static Map<TopicPosition, Integer> answers(List<TopicPosition> submissions) {
        var wanted = new HashMap<TopicPosition, Integer>();
        var ours = Map.copyOf(asKeys(submissions));
        for (var response : cluster.values(Topics.RESPONSES, LlmResponse.class)) {
            if (ours.containsKey(response.getSubmission())) {
                wanted.merge(response.getSubmission(), 1, Integer::sum);
            }
        }
        return wanted;
    }

    private static Map<TopicPosition, Boolean> asKeys(List<TopicPosition> submissions) {
        var keys = new HashMap<TopicPosition, Boolean>();
        submissions.forEach(at -> keys.put(at, true));
        return keys;
    }

    private static String topic(String name) throws Exception {
        cluster.admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        return name;
    }

    private static TopicPosition answered(Job job, @Nullable String content) {
        return cluster.respond(answer(job, JobStatus.SUCCEEDED, content));
    }

    private static LlmResponse answer(Job job, JobStatus status, @Nullable String content) {
        return Answers.of(job, status, content);
    }

    private static Instant at() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    private static void end(Job job, TopicPosition response, boolean replayable) {
        end(job, response, JobStatus.SUCCEEDED, replayable);
    }

    private static void end(Job job, TopicPosition response, JobStatus status, boolean replayable) {
        cluster.end(List.of(Answers.end(9, job, response, status, replayable)));
    }

    private static Job accepted(TopicPosition at) {
        Cluster.await("a job", () -> find(at).isPresent());
        return find(at).orElseThrow();
    }

    private static Optional<Job> find(TopicPosition at) {
        return jobs(List.of(at)).stream().findFirst();
    }

    private static List<Job> jobs(List<TopicPosition> submissions) {
        return cluster.values(Topics.ACCEPTED, AcceptedJob.class).stream()
                .map(AcceptedJob::getJob)
                .filter(job -> submissions.contains(job.getSubmission()))
                .toList();
    }

    private static List<LlmRequest> jobs(String requestId) {
        return cluster.values(Topics.ACCEPTED, AcceptedJob.class).stream()
                .map(accepted -> accepted.getJob().getRequest())
                .filter(request -> request.getRequestId().equals(requestId))
                .toList();
    }

    private static LlmResponse response(String topic, TopicPosition to) {
        Cluster.await("a response to " + to, () -> responseTo(topic, to).isPresent());
        return responseTo(topic, to).orElseThrow();
    }

    private static Optional<LlmResponse> responseTo(String topic, TopicPosition to) {
        return cluster.values(topic, LlmResponse.class).stream()
                .filter(response -> response.getSubmission().equals(to))
                .findFirst();
    }

    private static <E extends SpecificRecord> JournalEvent event(
            Class<E> type, Predicate<E> wanted) {
        Cluster.await("a " + type.getSimpleName(), () -> eventOf(type, wanted).isPresent());
        return eventOf(type, wanted).orElseThrow();
    }

    private static <E extends SpecificRecord> Optional<JournalEvent> eventOf(
            Class<E> type, Predicate<E> wanted) {
        return cluster.values(Topics.JOURNAL, JournalEvent.class).stream()
                .filter(event -> type.isInstance(event.getEvent()))
                .filter(event -> wanted.test(type.cast(event.getEvent())))
                .findFirst();
    }
}
