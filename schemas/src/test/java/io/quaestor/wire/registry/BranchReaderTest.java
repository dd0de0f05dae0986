package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quaestor.event.ErrorType;
import io.quaestor.event.HandedBack;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Released;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.event.TraceContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BranchReaderTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client =
            RegistryClient.from(Map.of("schema.registry.url", registry.url()));
    private final RecordEncoder encoder = RecordEncoder.ofValues(client);
    private final BranchReader branches =
            BranchReader.of(client, JournalEvent.getClassSchema(), "event");

    @AfterEach
    void close() {
        registry.close();
    }

    private static JournalEvent event(Object body) {
        return new JournalEvent(
                7,
                "an id",
                "a subject",
                "legal",
                "r-1",
                42L,
                3,
                Instant.EPOCH,
                Stage.ATTEMPT,
                "test-1",
                true,
                new StageSequence(SequenceScope.INGEST_TASK, "ingest/3", 9L),
                new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""),
                body);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("llm.journal", 7, 1, null, value);
    }

    @Test
    void namesTheBranch() {
        for (var body :
                List.of(
                        new Released(1),
                        new LaneTaken("n", "w", 0L),
                        new HandedBack(1, true, ErrorType.THROTTLED, Instant.EPOCH))) {
            byte[] value = encoder.encode("llm.journal", event(body));

            assertThat(branches.branch(record(value))).isEqualTo(body.getClass().getSimpleName());
        }
    }

    @Test
    void looksAtNothingBehindTheBranch() {
        byte[] value = encoder.encode("llm.journal", event(new Released(1)));

        assertThat(branches.branch(record(Arrays.copyOf(value, value.length - 1))))
                .isEqualTo("Released");
    }

    @Test
    void refusesWhatEndsBeforeIt() {
        byte[] value = encoder.encode("llm.journal", event(new Released(1)));

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> branches.branch(record(Arrays.copyOf(value, 20))));
    }

    @Test
    void refusesAnotherRecord() {
        byte[] value = encoder.encode("other", new TraceContext("", ""));

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> branches.branch(record(value)));
    }
}
