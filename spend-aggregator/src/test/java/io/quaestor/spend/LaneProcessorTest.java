package io.quaestor.spend;

import static io.quaestor.spend.fold.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.spend.fold.Events;
import io.quaestor.spend.fold.Events.Job;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.FakeRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneProcessorTest {

    private static final String STORE = "lanes";

    private final FakeRegistry registry = new FakeRegistry();
    private final MockProcessorContext<byte[], Outbound> context = new MockProcessorContext<>();

    @AfterEach
    void close() {
        registry.close();
    }

    /** Streams opens the same processor anew, and lets the timers of before run on. */
    @Test
    void leavesNoTimerWhenItIsClosedAndCanBeOpenedAnew(@TempDir Path folder) {
        context.setCurrentSystemTimeMs(NOON.toEpochMilli());
        var wiring = wiring(folder);
        KeyValueStore<String, byte[]> store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        var processor = new LaneProcessor(wiring, STORE);
        processor.init(context);
        // The first is published at once, the second with the next flush.
        processor.process(admitted(wiring, "job-1", 0));
        processor.process(admitted(wiring, "job-2", 1));
        assertThat(context.scheduledPunctuators()).as("upkeep, flush, expiry").hasSize(3);

        processor.close();

        assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
        processor.init(context);
        processor.process(admitted(wiring, "job-3", 2));
        processor.process(admitted(wiring, "job-4", 3));
        assertThat(context.scheduledPunctuators())
                .filteredOn(timer -> !timer.cancelled())
                .hasSize(3);
    }

    private SpendWiring wiring(Path folder) {
        var settings =
                new SpendSettings(
                        "test",
                        folder,
                        "e1",
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Duration.ofDays(35));
        return SpendFactory.wiring(
                settings,
                KafkaSettings.of("127.0.0.1:1", registry.url()),
                new SpendMeters(new SimpleMeterRegistry()));
    }

    private Record<byte[], byte[]> admitted(SpendWiring wiring, String job, long offset) {
        context.setRecordMetadata(Topics.JOURNAL, 0, offset);
        var event = Events.admitted(Job.of(job), 1, 900, NOON);
        return new Record<>(
                job.getBytes(StandardCharsets.UTF_8),
                wiring.encoder().encode(Topics.JOURNAL, event),
                NOON.toEpochMilli());
    }
}
