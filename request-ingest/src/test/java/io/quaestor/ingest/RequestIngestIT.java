package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.StageSequence;
import io.quaestor.event.TextPart;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.TraceContext;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.StreamsClients;
import io.quaestor.wire.TopicSpec;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker and a real schema registry. */
class RequestIngestIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER, Part.REGISTRY);

    private static Cluster cluster;
    private static @TempDir Path folder;

    /** One for all tests; a test that needs its own stops this one first. */
    private static ApplicationContext service;

    @BeforeAll
    static void start() {
        cluster = new Cluster(FIXTURE.kafka());
        cluster.apply("legal", 7);
        service = started(FIXTURE.registryUrl());
    }

    @BeforeEach
    void startAgain() {
        if (!service.isRunning()) {
            service = started(FIXTURE.registryUrl());
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        cluster.close();
    }

    private static ApplicationContext started(String registryUrl) {
        return RequestIngest.start(
                Map.of(
                        "micronaut.server.port",
                        -1,
                        "quaestor.ingest.instance",
                        "it",
                        "quaestor.ingest.state-dir",
                        folder.toString(),
                        "kafka.bootstrap.servers",
                        FIXTURE.bootstrapServers(),
                        "kafka.schema.registry.url",
                        registryUrl));
    }

    @Test
    void handsAValidRequestToTheLaneOfItsDepartment() {
        var request = Requests.valid("it-valid", "legal");
        request.setTrace(
                new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""));

        var at = cluster.submit(request);

        var record = acceptedAt(at);
        var job = cluster.value(record, AcceptedJob.class);
        assertThat(record.partition()).isEqualTo(7);
        assertThat(job.getLane()).isEqualTo(7);
        assertThat(job.getEventCount()).isEqualTo(1);
        assertThat(job.getJob().getRun()).isEqualTo(at.getOffset());
        assertThat(job.getJob().getRequest()).isEqualTo(request);
        var event = eventAt(at);
        assertThat(event.getEvent()).isInstanceOf(JobAccepted.class);
        assertThat(event.getLane()).isEqualTo(7);
        assertThat(event.getTrace()).isEqualTo(request.getTrace());
    }

    @Test
    void answersAnInvalidRequestWithAllItsProblems() {
        var request = Requests.valid("it-invalid", "legal");
        request.setPriority(101);
        request.setMessages(List.of());
        request.setReplyTopic("llm.jobs.accepted");

        var at = cluster.submit(request);

        var response = responseAt(Topics.RESPONSES, at);
        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getProblems())
                .extracting(problem -> problem.getField())
                .containsExactlyInAnyOrder("priority", "messages", "replyTopic");
        var event = (JobRejected) eventAt(at).getEvent();
        assertThat(event.getTerminal().getResponse()).isNull();
        assertThat(event.getTerminal().getEventCount()).isEqualTo(1);
    }

    @Test
    void answersOnTheReplyTopicOnceItExists() throws Exception {
        var topic = "llm.responses.it-team";
        var request = Requests.valid("it-reply", "legal");
        request.setReplyTopic(topic);
        request.setPriority(-101);

        var early = cluster.submit(request);

        var refused = responseAt(Topics.RESPONSES, early).getError();
        assertThat(refused.getProblems())
                .extracting(problem -> problem.getType())
                .contains(ErrorType.REPLY_TOPIC);

        cluster.admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        Cluster.await("a rejection on " + topic, () -> rejectedOn(topic, request));
    }

    private boolean rejectedOn(String topic, LlmRequest request) {
        var at = cluster.submit(request);
        Cluster.await(
                "an answer",
                () -> find(Topics.RESPONSES, at).isPresent() || find(topic, at).isPresent());
        return find(topic, at).isPresent();
    }

    @Test
    void keepsUndecodableBytesAndGoesOn() {
        var bytes = new byte[] {1, 2, 3, 4, 5, 6};

        var at = cluster.submit("it-garbage", bytes);
        var next = cluster.submit(Requests.valid("it-after-garbage", "legal"));

        acceptedAt(next);
        var letter = letterAt(at);
        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(letter.key()).asString().isEqualTo("it-garbage");
        assertThat(Cluster.header(letter, DeadLetter.REASON)).isEqualTo("BAD_MAGIC");
        assertThat(cluster.values(Topics.JOURNAL, JournalEvent.class))
                .noneMatch(
                        event ->
                                event.getEvent() instanceof JobAccepted accepted
                                        && accepted.getSubmission().equals(at));
    }

    @Test
    void keepsBytesOfAnotherSchemaAndNamesItsId() {
        var other = new TopicPosition("somewhere", 1, 2L);
        var bytes = cluster.encode("it-other", other);

        var at = cluster.submit("it-other", bytes);

        var letter = letterAt(at);
        assertThat(Cluster.header(letter, DeadLetter.REASON)).isEqualTo("INCOMPATIBLE_SCHEMA");
        assertThat(Cluster.header(letter, DeadLetter.SCHEMA_ID)).matches("\\d+");
    }

    @Test
    void answersAnOversizedRequest() {
        var request = Requests.valid("it-large", "legal");
        var text = "x".repeat(Topics.MAX_REQUEST_BYTES);
        request.setMessages(List.of(new Message(Role.USER, List.of(new TextPart(text)), "")));

        var at = cluster.submit(request);

        assertThat(responseAt(Topics.RESPONSES, at).getError().getType())
                .isEqualTo(ErrorType.TOO_LARGE);
    }

    @Test
    void knowsADepartmentThatWasAppliedJustBefore() {
        var refused = cluster.submit(Requests.valid("it-unknown", "it-nobody"));
        var response = responseAt(Topics.RESPONSES, refused);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.UNKNOWN_DEPARTMENT);
        assertThat(response.getReceipt().getLane()).isZero();

        for (int i = 0; i < 20; i++) {
            cluster.apply("it-new-" + i, 1 + i % 31);
            var at = cluster.submit(Requests.valid("it-new", "it-new-" + i));
            assertThat(acceptedAt(at).partition()).isEqualTo(1 + i % 31);
        }
    }

    @Test
    void numbersItsEventsWithoutAGapOverRestarts() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50; i++) {
                var request = Requests.valid("it-round-" + round + "-" + i, "legal");
                request.setPriority(i % 10 == 0 ? 1_000 : 0);
                cluster.submit(request);
            }
            eventAt(cluster.submit(Requests.valid("it-round-" + round, "legal")));
            service.close();
            service = started(FIXTURE.registryUrl());
        }

        var numbers = new HashMap<String, TreeSet<Long>>();
        for (var event : cluster.values(Topics.JOURNAL, JournalEvent.class)) {
            StageSequence sequence = event.getSequence();
            if (sequence == null) {
                continue;
            }
            assertThat(
                            numbers.computeIfAbsent(sequence.getSource(), _ -> new TreeSet<>())
                                    .add(sequence.getNumber()))
                    .as("%s once", sequence)
                    .isTrue();
        }
        new TreeMap<>(numbers)
                .forEach(
                        (source, seen) ->
                                assertThat(seen)
                                        .as(source)
                                        .containsExactlyElementsOf(
                                                LongStream.rangeClosed(1, seen.size())
                                                        .boxed()
                                                        .toList()));
    }

    @Test
    void losesNothingWhileTheRegistryIsAway() {
        service.close();
        try (var gate = new Gate(FIXTURE.registryUrl());
                var own = started(gate.url())) {
            acceptedAt(cluster.submit(Requests.valid("it-before", "legal")));
            gate.shut();

            var submitted = new ArrayList<TopicPosition>();
            for (int i = 0; i < 30; i++) {
                var request = Requests.valid("it-away-" + i, "legal");
                var bytes =
                        i % 5 == 4
                                ? cluster.encodedByALaterProducer(request)
                                : cluster.encode(Topics.REQUESTS, request);
                submitted.add(cluster.submit("it-away", bytes));
            }
            var patience = own.getBean(Desk.class).patience();
            Cluster.await("a record that waits", () -> patience.waitingFor().isPresent());
            Cluster.await("the broker to end what was open", cluster::noTransactionIsOpen);
            gate.reopen();

            submitted.forEach(this::acceptedAt);
            var positions =
                    cluster.values(Topics.ACCEPTED, AcceptedJob.class).stream()
                            .map(accepted -> accepted.getJob().getSubmission())
                            .filter(submitted::contains)
                            .toList();
            assertThat(positions).containsExactlyInAnyOrderElementsOf(submitted);
        }
    }

    @Test
    void replacesAThreadThatFailsAndLosesNothing() {
        service.close();
        try (var own = started(FIXTURE.registryUrl())) {
            own.getBean(IngestStreams.class).close();
            var failing = failingFirst(own.getBean(Desk.class), new AtomicInteger(2));
            var topology =
                    IngestTopology.of(
                            failing,
                            own.getBean(Cancellations.class),
                            own.getBean(Ends.class),
                            new IngestMeters(new SimpleMeterRegistry()));
            var config = IngestWiring.config(cluster.kafka, own.getBean(IngestSettings.class));
            var clients = new StreamsClients(_ -> {});
            try (var streams = new IngestStreams(failing, topology, config, clients).start()) {
                var at = cluster.submit(Requests.valid("it-replaced", "legal"));

                acceptedAt(at);

                assertThat(streams.run().orElseThrow().replacedThreads()).isEqualTo(2);
                assertThat(streams.liveness().restarts()).isZero();
            }
        }
    }

    /** A desk whose catalogue does not answer the first few times. */
    private static Desk failingFirst(Desk desk, AtomicInteger failures) {
        Supplier<CatalogSnapshot> catalog =
                () -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new ViewUnavailableException("on purpose", new IOException());
                    }
                    return desk.catalog().get();
                };
        return new Desk(
                desk.decoder(),
                desk.encoder(),
                desk.judge(),
                desk.ledger(),
                desk.announcements(),
                catalog,
                desk.catchUp(),
                desk.replyTopics(),
                new Patience(Duration.ZERO),
                desk.requestPartitions());
    }

    @Test
    void refusesAReplyTopicTooNarrowForAnAnswer() throws Exception {
        var topic = "llm.responses.it-narrow-" + System.nanoTime();
        var narrow = new NewTopic(topic, 1, (short) 1).configs(Map.of("max.message.bytes", "1000"));
        cluster.admin.createTopics(List.of(narrow)).all().get();
        var request = Requests.valid("it-narrow", "legal");
        request.setReplyTopic(topic);

        var response = responseAt(Topics.RESPONSES, cluster.submit(request));

        assertThat(response.getError().getType()).isEqualTo(ErrorType.REPLY_TOPIC);
    }

    @Test
    void needsNoTopicThatWasNotProvisioned() throws Exception {
        acceptedAt(cluster.submit(Requests.valid("it-topics", "legal")));

        var provisioned = Topics.all().stream().map(TopicSpec::name).toList();
        // Other tests of this broker make topics of their own.
        assertThat(cluster.admin.listTopics().names().get())
                .filteredOn(name -> !name.startsWith("llm.responses.") && !name.startsWith("it-"))
                .isSubsetOf(provisioned);
        assertThat(IngestTopology.internalTopics()).hasSize(2);
    }

    @Test
    void saysOnItsHealthPageHowItFares() {
        acceptedAt(cluster.submit(Requests.valid("it-health", "legal")));
        // A loop is up when its first turn has ended, which may be after its first record.
        Cluster.await("health", () -> health().statusCode() == 200);

        assertThat(health().body())
                .contains("\"streams\":\"RUNNING\"", "\"loop\":\"ingest-streams\"");
    }

    private HttpResponse<String> health() {
        var uri = service.getBean(EmbeddedServer.class).getURI().resolve("/health");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConsumerRecord<byte[], byte[]> acceptedAt(TopicPosition at) {
        return awaited(
                Topics.ACCEPTED,
                record ->
                        cluster.value(record, AcceptedJob.class)
                                .getJob()
                                .getSubmission()
                                .equals(at));
    }

    private LlmResponse responseAt(String topic, TopicPosition at) {
        Cluster.await("a response to " + at, () -> find(topic, at).isPresent());
        return find(topic, at).orElseThrow();
    }

    private Optional<LlmResponse> find(String topic, TopicPosition at) {
        return cluster.values(topic, LlmResponse.class).stream()
                .filter(response -> response.getSubmission().equals(at))
                .findFirst();
    }

    private JournalEvent eventAt(TopicPosition at) {
        var record =
                awaited(
                        Topics.JOURNAL,
                        candidate ->
                                submission(cluster.value(candidate, JournalEvent.class))
                                        .filter(at::equals)
                                        .isPresent());
        var event = cluster.value(record, JournalEvent.class);
        assertThat(record.partition()).isEqualTo(event.getLane());
        return event;
    }

    /** What ingest decided about one; others write to the journal too. */
    private static Optional<TopicPosition> submission(JournalEvent event) {
        return switch (event.getEvent()) {
            case JobAccepted accepted -> Optional.of(accepted.getSubmission());
            case JobRejected rejected -> Optional.of(rejected.getTerminal().getSubmission());
            default -> Optional.empty();
        };
    }

    private ConsumerRecord<byte[], byte[]> letterAt(TopicPosition at) {
        return awaited(
                Topics.DEAD_LETTERS,
                letter ->
                        Cluster.header(letter, DeadLetter.OFFSET)
                                        .equals(Long.toString(at.getOffset()))
                                && Cluster.header(letter, DeadLetter.PARTITION)
                                        .equals(Integer.toString(at.getPartition())));
    }

    private ConsumerRecord<byte[], byte[]> awaited(
            String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        Cluster.await("a record on " + topic, () -> cluster.read(topic).stream().anyMatch(wanted));
        return cluster.read(topic).stream().filter(wanted).findFirst().orElseThrow();
    }
}
