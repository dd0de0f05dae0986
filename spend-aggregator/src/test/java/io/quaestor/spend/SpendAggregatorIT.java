package io.quaestor.spend;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneEcho;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.WindowType;
import io.quaestor.local.ChildProcess;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.spend.Reading.Entry;
import io.quaestor.spend.fold.Events;
import io.quaestor.spend.fold.Events.Job;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process on a real broker and registry, killed in the middle of its work; one story in order.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SpendAggregatorIT {

    private static final int LANE = 3;
    private static final int JOBS = 1_200;
    private static final long COST = 1_000;
    private static final long LIMIT = COST * JOBS * 4 / 10;

    /** One moment for all, so that the story cannot end in another window than it began in. */
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final KafkaFixture fixture = KafkaFixture.shared(Part.BROKER, Part.REGISTRY);
    private Path folder;
    private KafkaSettings kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private RecordEncoder encoder;
    private ChildProcess aggregator;

    @BeforeAll
    void provision(@TempDir Path temporary) {
        folder = temporary;
        kafka = fixture.kafka();
        try (var provisioner = new TopicProvisioner(kafka)) {
            provisioner.provision(List.of());
        }
        producer = new KafkaProducer<>(ClientDefaults.producer(kafka, "spend-it"));
        encoder = RecordEncoder.ofValues(RegistryClient.from(patient(kafka)));
        aggregator = AggregatorProcess.start(fixture, folder);
    }

    @AfterAll
    void stop() {
        producer.close();
        aggregator.close();
    }

    @Test
    @Order(1)
    void totalsAreExactAndABreachIsToldOnceThroughTwoKills() {
        write(Events.budget("legal-day", "legal", BudgetMode.STOP, LIMIT, 1, at));
        try (var charges = new Reading<>(kafka, Topics.CHARGES, Charge.class)) {
            for (int part = 0; part < 3; part++) {
                for (int i = part * JOBS / 3; i < (part + 1) * JOBS / 3; i++) {
                    var job = Job.of("job-" + i);
                    write(Events.admitted(job, 1, 5 * COST, at));
                    write(Events.billed(job, 1, 1, Events.cost(COST), at));
                    write(Events.jobFinished(job, at));
                }
                int folded = part * JOBS / 3 + 1;
                charges.until("charges of part " + part, read -> read.size() > 2 * folded);
                if (part < 2) {
                    aggregator.kill();
                    aggregator = AggregatorProcess.start(fixture, folder);
                }
            }
            charges.until("all charges", read -> read.size() >= 2 * JOBS);
            var all = charges.toEnd();
            assertThat(all)
                    .extracting(entry -> entry.value().getChargeId())
                    .doesNotHaveDuplicates();
            assertThat(all.stream().mapToLong(entry -> entry.value().getBilledCostNanoUsd()).sum())
                    .isEqualTo(JOBS * COST);
        }
        try (var totals = new Reading<>(kafka, Topics.TOTALS, SpendTotal.class)) {
            var day = last(totals.until("the day's total", read -> settled(read) == JOBS * COST));
            assertThat(day.getHeldNanoUsd()).isZero();
            assertThat(day.getAttempts()).isEqualTo(JOBS);
        }
        assertThat(kinds()).containsOnlyOnce(BudgetEventKind.BREACHED);
    }

    @Test
    @Order(2)
    void aRaisedLimitRestoresTheBudget() {
        try (var states = new Reading<>(kafka, Topics.BUDGETS, BudgetRecord.class)) {
            states.until("closed", read -> status(read).equals(Optional.of(BudgetStatus.BREACHED)));

            write(Events.budget("legal-day", "legal", BudgetMode.STOP, 10 * LIMIT, 2, at));

            var read =
                    states.until("open", all -> status(all).equals(Optional.of(BudgetStatus.OPEN)));
            assertThat(read).extracting(Entry::partition).containsOnly(LANE);
        }
        try (var events = new Reading<>(kafka, Topics.BUDGET_EVENTS, BudgetEvent.class)) {
            events.until("restored", all -> has(all, BudgetEventKind.RESTORED));
        }
        assertThat(kinds()).containsOnlyOnce(BudgetEventKind.BREACHED, BudgetEventKind.RESTORED);
    }

    @Test
    @Order(3)
    void goesOnBehindBytesThatNobodyCanRead() {
        send("k", new byte[] {9, 9, 9, 9, 9, 9});
        var job = Job.of("after", "tax");
        write(Events.admitted(job, 1, 5 * COST, at));
        write(Events.billed(job, 1, 1, Events.cost(COST), at));

        try (var charges = new Reading<>(kafka, Topics.CHARGES, Charge.class)) {
            charges.until(
                    "the next job's charges",
                    read -> read.stream().anyMatch(entry -> entry.key().equals("after")));
        }
    }

    @Test
    @Order(4)
    void chargesAHoldWhoseEndNeverCame() {
        write(Events.admitted(Job.of("lost", "tax"), 1, 77, at.minus(Duration.ofHours(2))));

        try (var charges = new Reading<>(kafka, Topics.CHARGES, Charge.class)) {
            var read =
                    charges.until(
                            "the estimate",
                            all -> all.stream().anyMatch(entry -> entry.key().equals("lost")));
            assertThat(read.getLast().value().getEstimated()).isTrue();
            assertThat(read.getLast().value().getBilledCostNanoUsd()).isEqualTo(77);
        }
    }

    @Test
    @Order(5)
    void answersAClaimBehindEveryStateOfItsLane() {
        write(Events.admitted(Job.of("last", "tax"), 1, 5, at));
        write(Events.laneTaken("nonce-1", at));

        try (var states = new Reading<>(kafka, Topics.BUDGETS, BudgetRecord.class)) {
            var read =
                    states.until(
                            "the echo",
                            all ->
                                    all.stream()
                                            .anyMatch(
                                                    entry ->
                                                            entry.value().getBody()
                                                                    instanceof LaneEcho));
            var echo =
                    read.stream()
                            .filter(entry -> entry.value().getBody() instanceof LaneEcho)
                            .findFirst();
            assertThat(echo.orElseThrow().key()).isEqualTo("lane|3");
            var before = read.subList(0, read.indexOf(echo.get()));
            assertThat(before)
                    .extracting(entry -> entry.value().getBody())
                    .filteredOn(
                            body ->
                                    body instanceof BudgetState state
                                            && state.getHeldNanoUsd() == 5)
                    .hasSize(3);
        }
    }

    /**
     * A registry that has just started may take longer for its first answer than a service waits.
     */
    private static Map<String, String> patient(KafkaSettings kafka) {
        var settings = new HashMap<>(kafka.registry());
        settings.put("schema.registry.request.timeout.ms", "30000");
        return settings;
    }

    private void write(JournalEvent event) {
        send(event.getSubject(), encoder.encode(Topics.JOURNAL, event));
    }

    private void send(String key, byte[] value) {
        var _ = producer.send(Lanes.record(Topics.JOURNAL, LANE, key, value));
    }

    private List<BudgetEventKind> kinds() {
        try (var events = new Reading<>(kafka, Topics.BUDGET_EVENTS, BudgetEvent.class)) {
            return events.toEnd().stream().map(entry -> entry.value().getKind()).toList();
        }
    }

    private static boolean has(List<Entry<BudgetEvent>> events, BudgetEventKind kind) {
        return events.stream().anyMatch(entry -> entry.value().getKind() == kind);
    }

    private static long settled(List<Entry<SpendTotal>> totals) {
        return totals.isEmpty() ? 0 : last(totals).getSettledNanoUsd();
    }

    /** The department's day as it was published last. */
    private static SpendTotal last(List<Entry<SpendTotal>> totals) {
        return totals.stream()
                .map(Entry::value)
                .filter(total -> total.getWindow().getType() == WindowType.DAY)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static Optional<BudgetStatus> status(List<Entry<BudgetRecord>> records) {
        return records.stream()
                .map(entry -> entry.value().getBody())
                .filter(BudgetState.class::isInstance)
                .map(BudgetState.class::cast)
                .filter(state -> !state.getLimits().isEmpty())
                .reduce((_, later) -> later)
                .map(state -> state.getLimits().getFirst().getStatus());
    }
}
