package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.Role;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.TraceContext;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.replay.MovedFrom;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.ingest.submission.Judge;
import io.quaestor.ingest.submission.Limits;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.JobId;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.FakeRegistry;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology on Streams' test driver: everything but transactions and rebalances. */
class IngestTopologyTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final TraceContext TRACE = new TraceContext(PARENT, "a=1");

    private static final String SECRET = "the patient's name is Ada";

    private static final Instant SUBMITTED_AT = Instant.parse("2026-03-01T12:00:00Z");

    private static final TopicPosition ANSWER = new TopicPosition("llm.responses", 2, 7L);
    private static final Duration RETENTION = Duration.ofDays(7);

    private final FakeRegistry fakeRegistry = new FakeRegistry();
    private final RegistryClient registry = fakeRegistry.client();
    private final RecordEncoder encoder = RecordEncoder.ofValues(registry);
    private final Patience patience = new Patience(Duration.ofSeconds(20));
    private volatile CatalogSnapshot catalog = CatalogSnapshot.EMPTY;
    private volatile CatalogSnapshot published = CatalogSnapshot.EMPTY;
    private boolean isBroken;
    private @TempDir Path folder;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> requests;
    private TestInputTopic<byte[], byte[]> cancellations;
    private TestInputTopic<byte[], byte[]> ends;

    @BeforeEach
    void start() {
        catalog = withDepartment();
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(topology(), config, SUBMITTED_AT.plusSeconds(1));
        requests = input(Topics.REQUESTS);
        cancellations = input(Topics.CANCELLATIONS);
        ends = input(Topics.ENDED);
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(
                topic,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                SUBMITTED_AT,
                Duration.ZERO);
    }

    @AfterEach
    void stop() {
        driver.close();
        fakeRegistry.close();
    }

    private Topology topology() {
        var desk = desk();
        var cancellations =
                new Cancellations(
                        RecordDecoder.of(registry, CancelRequest.class),
                        encoder,
                        desk.ledger(),
                        desk.announcements(),
                        patience,
                        1);
        var ends =
                new Ends(
                        RecordDecoder.of(registry, JobEnded.class),
                        encoder,
                        desk.ledger(),
                        patience);
        return IngestTopology.of(
                desk, cancellations, ends, new IngestMeters(new SimpleMeterRegistry()));
    }

    private Desk desk() {
        var limits =
                new Limits(Topics.MAX_REQUEST_BYTES, Topics.MAX_DEADLINE, Duration.ofHours(24));
        return new Desk(
                RecordDecoder.of(registry, LlmRequest.class),
                encoder,
                new Judge(limits, new JacksonShape()),
                new Ledger(RETENTION),
                new Announcements("test-1"),
                this::catalogUnlessBroken,
                new CatalogCatchUp(this::caughtUp, () -> SUBMITTED_AT.plusSeconds(1)),
                new NoReplyTopics(),
                patience,
                1);
    }

    private CatalogSnapshot catalogUnlessBroken() {
        if (isBroken) {
            throw new IllegalStateException("a bug of ours on: " + SECRET);
        }
        return catalog;
    }

    private CompletableFuture<CatalogSnapshot> caughtUp() {
        catalog = published.version() > catalog.version() ? published : catalog;
        return CompletableFuture.completedFuture(catalog);
    }

    private static CatalogSnapshot withDepartment() {
        var legal =
                DepartmentEntry.newBuilder()
                        .setLane(0)
                        .setZone("UTC")
                        .setModels(List.of())
                        .setRegions(List.of())
                        .setMaxInputBytes(1)
                        .build();
        return new CatalogSnapshot(
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("legal", legal),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /** A cluster without any reply topic but our own. */
    private static final class NoReplyTopics implements ReplyTopicView {
        private boolean looked;

        @Override
        public Standing standing(String topic) {
            return looked ? Standing.MISSING : Standing.UNKNOWN;
        }

        @Override
        public void look(String topic) {
            looked = true;
        }
    }

    private void submit(LlmRequest request) {
        submit(request.getRequestId(), encoder.encode(Topics.REQUESTS, request));
    }

    private void submit(String key, byte[] value) {
        requests.pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    @Test
    void writesTheJobAndItsEventUnderTheJobId() {
        submit(Requests.valid("r-1", "legal"));

        var job = only(Topics.ACCEPTED, AcceptedJob.class);
        var event = only(Topics.JOURNAL, JournalEvent.class);
        assertThat(job.key()).isEqualTo(job.value().getJob().getJobId());
        assertThat(event.key()).isEqualTo(job.key());
        assertThat(event.value().getEventId()).isEqualTo(job.key() + "/0/1");
        assertThat(event.value().getInstance()).isEqualTo("test-1");
        assertThat(event.value().getSequence().getNumber()).isEqualTo(1);
    }

    @Test
    void numbersEventsOfAllOutcomesInOneSequenceAndSkipsDeadLetters() {
        submit(Requests.valid("r-1", "legal"));
        submit("r-2", new byte[0]);
        submit(Requests.valid("", "legal"));
        submit(Requests.valid("r-4", "legal"));

        assertThat(all(Topics.JOURNAL, JournalEvent.class))
                .extracting(event -> event.value().getSequence().getNumber())
                .containsExactly(1L, 2L, 3L);
        assertThat(all(Topics.ACCEPTED, AcceptedJob.class)).hasSize(2);
    }

    @Test
    void refusesAReplyTopicThatIsMissing() {
        var request = Requests.valid("r-1", "legal");
        request.setReplyTopic("llm.responses.nowhere");

        submit(request);

        var response = only(Topics.RESPONSES, LlmResponse.class).value();
        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.REPLY_TOPIC);
    }

    @Test
    void readsTheCatalogueToItsEndBeforeItRefusesADepartment() {
        catalog = CatalogSnapshot.EMPTY;
        published = withDepartment();

        submit(Requests.valid("r-1", "legal"));

        only(Topics.ACCEPTED, AcceptedJob.class);
    }

    @Test
    void takesTheTraceOfTheRecordsHeaders() {
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var headers = new RecordHeaders();
        headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        byte[] request = encoder.encode(Topics.REQUESTS, Requests.valid("r-1", "legal"));

        requests.pipeInput(
                new TestRecord<>("r-1".getBytes(StandardCharsets.UTF_8), request, headers));

        var trace = new TraceContext(traceparent, "");
        var job = only(Topics.ACCEPTED, AcceptedJob.class).value().getJob();
        assertThat(job.getRequest().getTrace()).isEqualTo(trace);
        assertThat(only(Topics.JOURNAL, JournalEvent.class).value().getTrace()).isEqualTo(trace);
    }

    @Test
    void remembersASecondSubmissionAndAnswersItWithTheEnd() {
        submit(Requests.valid("r-1", "legal"));
        submit(Requests.valid("r-1", "legal"));

        assertThat(all(Topics.ACCEPTED, AcceptedJob.class)).hasSize(1);
        var events = all(Topics.JOURNAL, JournalEvent.class);
        assertThat(events).hasSize(2);
        var remembered = events.getLast().value();
        assertThat(remembered.getEvent())
                .isEqualTo(new SubmissionRemembered(request(1), Topics.RESPONSES));
        assertThat(remembered.getRun()).isZero();
        assertThat(remembered.getEventNumber()).isZero();
        assertThat(remembered.getEventId()).endsWith("/0/remembered/0-1");
        assertThat(remembered.getSequence().getNumber()).isEqualTo(2);

        ends.advanceTime(Duration.ofSeconds(1));
        end("r-1", 0, JobStatus.EXPIRED, false);

        var order = only(Topics.REPLAYS, ReplayOrder.class).value();
        assertThat(order.getRun()).isZero();
        assertThat(order.getSubmission()).isEqualTo(request(1));
        assertThat(order.getOriginal()).isEqualTo(ANSWER);
        assertThat(order.getRequest()).isNull();
        assertThat(order.getReplyTopic()).isEqualTo(Topics.RESPONSES);
    }

    @Test
    void repeatsAnAnswerUntilItsRetentionIsOver() {
        submit(Requests.valid("r-1", "legal"));
        end("r-1", 0, JobStatus.SUCCEEDED, true);

        submit(Requests.valid("r-1", "legal"));
        var order = only(Topics.REPLAYS, ReplayOrder.class);
        driver.advanceWallClockTime(RETENTION);
        submit(Requests.valid("r-1", "legal"));

        assertThat(order.value().getSubmission()).isEqualTo(request(1));
        assertThat(order.key()).isEqualTo(order.value().getJobId());
        assertThat(all(Topics.REPLAYS, ReplayOrder.class)).isEmpty();
        assertThat(all(Topics.ACCEPTED, AcceptedJob.class))
                .extracting(accepted -> accepted.value().getJob().getRun())
                .containsExactly(0L, 2L);
    }

    @Test
    void beginsANewRunAfterAnEndThatDoesNotReplay() {
        submit(Requests.valid("r-1", "legal"));
        end("r-1", 0, JobStatus.EXPIRED, false);
        submit(Requests.valid("r-1", "legal"));

        assertThat(all(Topics.ACCEPTED, AcceptedJob.class)).hasSize(2);
        assertThat(all(Topics.REPLAYS, ReplayOrder.class)).isEmpty();
    }

    @Test
    void submitsAnewWhatWasRememberedBehindAnEndThatItHadNotHeardOf() {
        submit(Requests.valid("r-1", "legal"));
        requests.advanceTime(Duration.ofSeconds(3));
        submit(Requests.valid("r-1", "legal"));
        all(Topics.ACCEPTED, AcceptedJob.class);
        ends.advanceTime(Duration.ofSeconds(2));
        end("r-1", 0, JobStatus.FAILED, false);

        var order = only(Topics.REPLAYS, ReplayOrder.class).value();
        assertThat(order.getSubmission()).isEqualTo(request(1));
        assertThat(order.getSubmittedAt()).isEqualTo(SUBMITTED_AT.plusSeconds(3));
        assertThat(order.getRequest()).isEqualTo(request(1));
        assertThat(order.getOriginal()).isNull();

        // As the replay stage does.
        var moved = new MovedFrom(0, 1, order.getSubmittedAt());
        requests.pipeInput(
                new TestRecord<>(
                        "r-1".getBytes(StandardCharsets.UTF_8),
                        encoder.encode(Topics.REQUESTS, Requests.valid("r-1", "legal")),
                        moved.addedTo(new RecordHeaders()),
                        SUBMITTED_AT.plusSeconds(4)));

        var job = only(Topics.ACCEPTED, AcceptedJob.class).value().getJob();
        assertThat(job.getRun()).isEqualTo(2);
        assertThat(job.getSubmission()).isEqualTo(request(1));
        assertThat(job.getSubmittedAt()).isEqualTo(order.getSubmittedAt());
    }

    @Test
    void answersWithAFailureWhatWasSubmittedBeforeItAndIsReadAfterIt() {
        submit(Requests.valid("r-1", "legal"));
        ends.advanceTime(Duration.ofSeconds(2));
        end("r-1", 0, JobStatus.FAILED, false);
        requests.advanceTime(Duration.ofSeconds(1));

        submit(Requests.valid("r-1", "legal"));

        assertThat(all(Topics.ACCEPTED, AcceptedJob.class)).hasSize(1);
        var order = only(Topics.REPLAYS, ReplayOrder.class).value();
        assertThat(order.getSubmission()).isEqualTo(request(1));
        assertThat(order.getOriginal()).isEqualTo(ANSWER);
    }

    @Test
    void refusesAnotherBodyUnderTheSameId() {
        submit(Requests.valid("r-1", "legal"));
        var other = Requests.valid("r-1", "legal");
        other.setPriority(7);

        submit(other);

        var response = only(Topics.RESPONSES, LlmResponse.class).value();
        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.CONFLICT);
        assertThat(response.getRun()).isEqualTo(1);
        assertThat(response.getReplayed()).isFalse();
    }

    @Test
    void remembersNoMoreThanItMayAndSaysSo() {
        for (int i = 0; i < Ledger.REMEMBERED_MAX + 2; i++) {
            submit(Requests.valid("r-1", "legal"));
        }

        var response = only(Topics.RESPONSES, LlmResponse.class).value();
        assertThat(response.getError().getType()).isEqualTo(ErrorType.BACKLOG);
        assertThat(response.getSubmission()).isEqualTo(request(Ledger.REMEMBERED_MAX + 1));
    }

    @Test
    void leavesItsOwnRejectionsOutOfTheLedger() {
        var invalid = Requests.valid("r-1", "legal");
        invalid.setPriority(1_000);
        submit(invalid);
        only(Topics.RESPONSES, LlmResponse.class);

        submit(Requests.valid("r-1", "legal"));

        only(Topics.ACCEPTED, AcceptedJob.class);
    }

    @Test
    void forgetsWhatIsExpired() {
        submit(Requests.valid("r-1", "legal"));
        end("r-1", 0, JobStatus.SUCCEEDED, true);
        cancel("r-2");
        var ledger = driver.<byte[], byte[]>getKeyValueStore(IngestTopology.LEDGER_STORE);
        assertThat(ledger.approximateNumEntries()).isPositive();

        driver.advanceWallClockTime(RETENTION);

        try (var left = ledger.all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    @Test
    void tellsTheOwnerOfARunningJobThatItIsCancelled() {
        submit(Requests.valid("r-1", "legal"));

        cancel("r-1");
        cancel("r-1");

        var told = only(Topics.CONTROL, CancelRequested.class);
        assertThat(told.value().getRun()).isZero();
        assertThat(told.value().getRequestedBy()).isEqualTo("ada");
        assertThat(told.value().getRequestedAt()).isEqualTo(SUBMITTED_AT);
        assertThat(told.key()).isEqualTo(told.value().getJobId());
        var event = all(Topics.JOURNAL, JournalEvent.class).getLast().value();
        assertThat(event.getEvent()).isEqualTo(told.value());
        assertThat(event.getEventNumber()).isZero();
        assertThat(event.getEventId()).endsWith("/0/cancel/0-0");
        assertThat(event.getSequence().getNumber()).isEqualTo(2);
    }

    @Test
    void carriesTheTraceOfACancellation() {
        submit(Requests.valid("r-1", "legal"));

        cancel("r-1");

        var told = only(Topics.CONTROL, CancelRequested.class).value();
        assertThat(told.getTrace()).isEqualTo(TRACE);
        assertThat(all(Topics.JOURNAL, JournalEvent.class).getLast().value().getTrace())
                .isEqualTo(TRACE);
    }

    @Test
    void carriesItsOwnTraceForEachSubmissionOfAJob() {
        submit(Requests.valid("r-1", "legal"));
        var remembered = Requests.valid("r-1", "legal");
        remembered.setTrace(new TraceContext(PARENT, "b=2"));
        submit(remembered);
        end("r-1", 0, JobStatus.SUCCEEDED, true);

        assertThat(only(Topics.REPLAYS, ReplayOrder.class).value().getTrace())
                .isEqualTo(remembered.getTrace());
        var later = Requests.valid("r-1", "legal");
        later.setTrace(TRACE);
        submit(later);

        assertThat(only(Topics.REPLAYS, ReplayOrder.class).value().getTrace()).isEqualTo(TRACE);
    }

    @Test
    void carriesTheTraceOfASubmissionThatIsCancelledBeforeItComes() {
        cancel("r-1");
        var request = Requests.valid("r-1", "legal");
        request.setTrace(new TraceContext(PARENT, "b=2"));
        submit(request);

        assertThat(only(Topics.CONTROL, CancelRequested.class).value().getTrace())
                .isEqualTo(request.getTrace());
    }

    @Test
    void doesNothingAboutACancellationThatComesTooLate() {
        submit(Requests.valid("r-1", "legal"));
        end("r-1", 0, JobStatus.SUCCEEDED, true);

        cancel("r-1");

        assertThat(driver.producedTopicNames()).doesNotContain(Topics.CONTROL);
    }

    @Test
    void keepsACancellationThatComesBeforeItsSubmission() {
        cancel("r-1");
        submit(Requests.valid("r-1", "legal"));

        only(Topics.ACCEPTED, AcceptedJob.class);
        assertThat(only(Topics.CONTROL, CancelRequested.class).value().getRun()).isZero();
        assertThat(all(Topics.JOURNAL, JournalEvent.class))
                .extracting(event -> event.value().getSequence().getNumber())
                .containsExactly(1L, 2L);
    }

    @Test
    void keepsACancellationThatCannotBeReadOrNamesNoJob() {
        cancellations.pipeInput(new byte[] {1}, new byte[] {7});
        assertThat(header(letter(), DeadLetter.REASON)).isEqualTo("TOO_SHORT");

        var nameless = new CancelRequest("legal", "", "", "", null);
        cancellations.pipeInput(new byte[] {1}, encoder.encode(Topics.CANCELLATIONS, nameless));
        assertThat(header(letter(), DeadLetter.REASON)).isEqualTo("NO_JOB");
    }

    @Test
    void keepsAnEndThatItCannotReadAndGoesOn() {
        submit(Requests.valid("r-1", "legal"));
        ends.pipeInput(new byte[] {1}, new byte[] {7});
        assertThat(header(letter(), DeadLetter.REASON)).isEqualTo("TOO_SHORT");

        end("r-1", 0, JobStatus.SUCCEEDED, true);
        submit(Requests.valid("r-1", "legal"));

        only(Topics.REPLAYS, ReplayOrder.class);
    }

    private static TopicPosition request(long offset) {
        return new TopicPosition(Topics.REQUESTS, 0, offset);
    }

    private void cancel(String requestId) {
        var request = new CancelRequest("legal", requestId, "ada", "mistake", TRACE);
        cancellations.pipeInput(
                requestId.getBytes(StandardCharsets.UTF_8),
                encoder.encode(Topics.CANCELLATIONS, request));
    }

    /** The end of a job as a worker writes it. */
    private void end(String requestId, long run, JobStatus status, boolean replayable) {
        var ended =
                new JobEnded(
                        0,
                        JobId.ofTexts("legal", requestId).text(),
                        "legal",
                        requestId,
                        run,
                        status,
                        replayable,
                        ANSWER,
                        null);
        ends.pipeInput(
                requestId.getBytes(StandardCharsets.UTF_8), encoder.encode(Topics.ENDED, ended));
    }

    @Test
    void keepsARecordWithoutAValue() {
        requests.pipeInput(new TestRecord<>(new byte[] {7}, null));

        var letter = letter();
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).containsExactly(7);
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("NULL_VALUE");
    }

    @Test
    void keepsBytesOfAnUnknownSchemaWithItsId() {
        var bytes = new byte[] {0, 0, 0, 3, (byte) 0xe7, 1, 2, 3};

        submit("r-1", bytes);

        var letter = letter();
        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(header(letter, DeadLetter.SCHEMA_ID)).isEqualTo("999");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("0");
    }

    @Test
    void keepsARequestOnWhichOurOwnCodeFailsAndSaysNothingOfWhatItHolds() {
        var request = Requests.valid("r-1", "legal");
        request.setMessages(List.of(Requests.text(Role.USER, SECRET)));
        isBroken = true;

        try (var log = new LogOf()) {
            submit(request);

            assertThat(log.lines()).hasSize(1).noneMatch(line -> line.contains(SECRET));
            assertThat(log.lines().getFirst()).contains("cannot be judged");
        }
        var letter = letter();
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo(DeadLetters.UNJUDGEABLE);
        assertThat(header(letter, DeadLetter.MESSAGE)).doesNotContain(SECRET);
        assertThat(letter.value()).isEqualTo(encoder.encode(Topics.REQUESTS, request));
    }

    @Test
    void saysNothingOfWhatBytesHoldThatCannotBeRead() {
        try (var log = new LogOf()) {
            submit("r-1", SECRET.getBytes(StandardCharsets.UTF_8));

            assertThat(log.lines()).hasSize(1).noneMatch(line -> line.contains(SECRET));
        }
        assertThat(header(letter(), DeadLetter.MESSAGE)).doesNotContain(SECRET);
    }

    @Test
    void keepsTheHeadersOfARecordThatCannotBeRead() {
        var record = new TestRecord<>(new byte[] {7}, new byte[] {7});
        record.headers().add("traceparent", PARENT.getBytes(StandardCharsets.UTF_8));
        requests.pipeInput(record);

        assertThat(header(letter(), "traceparent")).isEqualTo(PARENT);
    }

    @Test
    void cutsADeadLetterThatIsTooLargeAndSaysSo() {
        submit("k".repeat(10_000), new byte[Topics.MAX_INTERNAL_BYTES + 1]);

        var letter = letter();
        assertThat(letter.value()).hasSize(Topics.MAX_INTERNAL_BYTES);
        assertThat(letter.key()).hasSize(4 * 1024);
        assertThat(header(letter, DeadLetter.CUT_FROM_BYTES))
                .isEqualTo(Integer.toString(Topics.MAX_INTERNAL_BYTES + 1));
    }

    @Test
    void waitsForARegistryThatIsAwayAndLosesNothing() throws Exception {
        var request = Requests.valid("r-1", "legal");
        var bytes = encoder.encode(Topics.REQUESTS, request);
        // The outgoing schemas are known; the one of requests has to be asked for when one is read.
        encoder.warm(Topics.ACCEPTED, AcceptedJob.getClassSchema());
        encoder.warm(Topics.JOURNAL, JournalEvent.getClassSchema());
        fakeRegistry.answer(503, "{}");

        var submitting = Thread.ofPlatform().start(() -> submit("r-1", bytes));
        Cluster.await("a record that waits", () -> patience.waitingFor().isPresent());
        fakeRegistry.recover();
        submitting.join();

        only(Topics.ACCEPTED, AcceptedJob.class);
        assertThat(driver.producedTopicNames()).doesNotContain(Topics.DEAD_LETTERS);
        assertThat(patience.waitingFor()).isEmpty();
    }

    @Test
    void failsTheThreadWhenTheRegistryStaysAway() {
        var bytes = encoder.encode(Topics.REQUESTS, Requests.valid("r-1", "legal"));
        fakeRegistry.answer(503, "{}");
        patience.stop();

        assertThatThrownBy(() -> submit("r-1", bytes))
                .hasRootCauseInstanceOf(RegistryUnavailableException.class);

        assertThat(driver.producedTopicNames()).isEmpty();
    }

    private record Keyed<T>(String key, T value) {}

    private <T extends SpecificRecord> Keyed<T> only(String topic, Class<T> type) {
        var all = all(topic, type);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private <T extends SpecificRecord> List<Keyed<T>> all(String topic, Class<T> type) {
        RecordDecoder<T> decoder = RecordDecoder.of(registry, type);
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> new Keyed<>(record.key(), decoded(decoder, topic, record.value())))
                .toList();
    }

    private static <T> T decoded(RecordDecoder<T> decoder, String topic, byte[] value) {
        try {
            return decoder.decode(new ConsumerRecord<>(topic, 0, 0, new byte[0], value));
        } catch (UndecodableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private TestRecord<byte[], byte[]> letter() {
        var letters =
                driver.createOutputTopic(
                                Topics.DEAD_LETTERS,
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer())
                        .readRecordsToList();
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
