package io.quaestor.spend;

import static io.quaestor.spend.fold.Events.NOON;
import static io.quaestor.spend.fold.Events.admitted;
import static io.quaestor.spend.fold.Events.billed;
import static io.quaestor.spend.fold.Events.budget;
import static io.quaestor.spend.fold.Events.cost;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.Charge;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneEcho;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.WindowType;
import io.quaestor.spend.fold.Events;
import io.quaestor.spend.fold.Events.Job;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.FakeRegistry;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology without a broker: what goes where, and when. The driver knows one lane, lane 0. */
class SpendTopologyTest {

    private static final Job JOB = Job.of("job-1");
    private static final Duration MAXIMUM_CALL = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final FakeRegistry registry = new FakeRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> journal;
    private RegistryClient client;

    @BeforeEach
    void start() {
        var kafka = KafkaSettings.of("localhost:1", registry.url());
        var settings =
                new SpendSettings("test", folder, "e1", MAXIMUM_CALL, GRACE, Duration.ofDays(35));
        var wiring =
                SpendFactory.wiring(settings, kafka, new SpendMeters(new SimpleMeterRegistry()));
        driver =
                new TopologyTestDriver(
                        SpendTopology.of(wiring), SpendStreams.config(settings, kafka), NOON);
        journal =
                driver.createInputTopic(
                        Topics.JOURNAL, new ByteArraySerializer(), new ByteArraySerializer());
        client = RegistryClient.from(kafka.registry());
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
    }

    @Test
    void publishesChargesAtOnceAndStatesWithTheNextFlush() {
        write(admitted(JOB, 1, 900, NOON));
        read(Topics.BUDGETS, BudgetRecord.class);
        write(billed(JOB, 1, 1, cost(100), NOON));

        assertThat(read(Topics.CHARGES, Charge.class))
                .extracting(Charge::getBilledCostNanoUsd)
                .containsExactly(33L, 67L);
        assertThat(read(Topics.BUDGETS, BudgetRecord.class)).isEmpty();
        driver.advanceWallClockTime(LaneProcessor.FLUSH_INTERVAL);
        assertThat(read(Topics.BUDGETS, BudgetRecord.class))
                .extracting(record -> ((BudgetState) record.getBody()).getSettledNanoUsd())
                .containsExactly(100L, 100L, 100L);
        driver.advanceWallClockTime(LaneProcessor.FLUSH_INTERVAL.multipliedBy(3));
        assertThat(read(Topics.BUDGETS, BudgetRecord.class)).isEmpty();
    }

    @Test
    void flushesMoreRarelyWhileManyRecordsCome() {
        write(admitted(JOB, 1, 900, NOON));
        for (int i = 0; i <= CommitPace.FEW_RECORDS; i++) {
            write(admitted(Job.of("job-" + i), 1, 900, NOON));
        }
        driver.advanceWallClockTime(LaneProcessor.FLUSH_INTERVAL);
        read(Topics.BUDGETS, BudgetRecord.class);

        write(admitted(Job.of("one-more"), 1, 900, NOON));
        driver.advanceWallClockTime(LaneProcessor.FLUSH_INTERVAL);
        assertThat(read(Topics.BUDGETS, BudgetRecord.class)).isEmpty();
        driver.advanceWallClockTime(
                LaneProcessor.BUSY_FLUSH_INTERVAL.minus(LaneProcessor.FLUSH_INTERVAL));
        assertThat(read(Topics.BUDGETS, BudgetRecord.class)).isNotEmpty();
    }

    @Test
    void publishesTotalsPerDepartmentAndWindow() {
        write(admitted(JOB, 1, 900, NOON));
        write(billed(JOB, 1, 1, cost(100), NOON));
        driver.advanceWallClockTime(LaneProcessor.FLUSH_INTERVAL);

        assertThat(read(Topics.TOTALS, SpendTotal.class))
                .filteredOn(total -> total.getAsOf() == 2)
                .allSatisfy(total -> assertThat(total.getSettledNanoUsd()).isEqualTo(100))
                .extracting(total -> total.getWindow().getType())
                .containsExactlyInAnyOrder(WindowType.HOUR, WindowType.DAY, WindowType.MONTH);
    }

    @Test
    void echoesAClaimBehindEveryStateOfTheLane() {
        write(admitted(JOB, 1, 900, NOON));
        write(billed(JOB, 1, 1, cost(100), NOON));
        write(Events.laneTaken("n1", NOON));

        var records = read(Topics.BUDGETS, BudgetRecord.class);

        assertThat(records.getLast().getBody()).isEqualTo(new LaneEcho("n1", "e1", 7L, 3L));
        var before = (BudgetState) records.get(records.size() - 2).getBody();
        assertThat(before.getSettledNanoUsd()).isEqualTo(100);
        assertThat(before.getHeldNanoUsd()).isZero();
    }

    @Test
    void tellsOfABreachOnce() {
        write(budget("day", "legal", BudgetMode.STOP, 50, 1, NOON));
        for (int i = 0; i < 3; i++) {
            write(admitted(Job.of("job-" + i), 1, 900, NOON));
            write(billed(Job.of("job-" + i), 1, 1, cost(100), NOON));
        }

        assertThat(read(Topics.BUDGET_EVENTS, BudgetEvent.class))
                .extracting(BudgetEvent::getKind)
                .containsExactly(BudgetEventKind.BREACHED);
    }

    @Test
    void setsUndecodableBytesAsideAndGoesOn() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7};
        var record = new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), bytes);
        record.headers().add("traceparent", new byte[] {7});
        journal.pipeInput(record);
        write(admitted(JOB, 1, 900, NOON));
        write(billed(JOB, 1, 1, cost(100), NOON));

        var letter = output(Topics.DEAD_LETTERS).readRecord();
        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("BAD_MAGIC");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("0");
        assertThat(letter.headers().lastHeader("traceparent").value()).containsExactly(7);
        assertThat(read(Topics.CHARGES, Charge.class)).hasSize(2);
    }

    @Test
    void setsMoneyWithoutAHoldAside() {
        write(billed(JOB, 1, 1, cost(100), NOON));

        var letter = output(Topics.DEAD_LETTERS).readRecord();
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("UNFOLDABLE");
    }

    @Test
    void writesTheExpiryOfAHoldWhoseEndNeverCame() {
        write(admitted(JOB, 1, 900, NOON));
        driver.advanceWallClockTime(Duration.ofHours(1).plus(MAXIMUM_CALL));
        assertThat(read(Topics.JOURNAL, JournalEvent.class)).isEmpty();

        driver.advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(read(Topics.JOURNAL, JournalEvent.class))
                .extracting(JournalEvent::getEvent)
                .containsExactly(new HoldExpired(1, 900L));
    }

    @Test
    void removesTheStateOfAWindowThatEndedEightDaysAgo() {
        write(admitted(JOB, 1, 900, NOON));
        write(billed(JOB, 1, 1, cost(100), NOON));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        read(Topics.BUDGETS, BudgetRecord.class);

        driver.advanceWallClockTime(Duration.ofDays(8).plusHours(2));

        var tombstone = output(Topics.BUDGETS).readRecord();
        assertThat(new String(tombstone.key(), StandardCharsets.UTF_8))
                .isEqualTo("legal|department|legal|hour|2026-03-10T11:00:00Z");
        assertThat(tombstone.value()).isNull();
    }

    private void write(JournalEvent event) {
        var bytes = RecordEncoder.ofValues(client).encode(Topics.JOURNAL, event);
        journal.pipeInput(event.getSubject().getBytes(StandardCharsets.UTF_8), bytes);
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        var decoder = RecordDecoder.of(client, type);
        return output(topic).readRecordsToList().stream()
                .map(read -> new ConsumerRecord<>(topic, 0, 0, read.key(), read.value()))
                .map(decoder::decode)
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(
                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String header(TestRecord<?, ?> record, String name) {
        var header = Objects.requireNonNull(record.headers().lastHeader(name));
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
