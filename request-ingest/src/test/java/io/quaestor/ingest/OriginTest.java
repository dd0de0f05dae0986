package io.quaestor.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.replay.MovedFrom;
import io.quaestor.kernel.RequestId;
import io.quaestor.kernel.RequestPartition;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    private static final long NOW = 1_000_000;

    private static ConsumerRecord<byte[], byte[]> record(int partition, @Nullable String header) {
        var headers = new RecordHeaders();
        if (header != null) {
            headers.add(MovedFrom.HEADER, header.getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                "llm.requests",
                partition,
                77,
                NOW,
                TimestampType.LOG_APPEND_TIME,
                1,
                1,
                new byte[] {1},
                new byte[] {2},
                headers,
                Optional.empty());
    }

    @Test
    void leavesARecordWhereItBelongs() {
        int home = RequestPartition.of(new RequestId("r-1"), 8);

        assertThat(Origin.home(record(home, null), "r-1", 8)).isEmpty();
    }

    @Test
    void sendsAnyOtherHomeAndKnowsItThere() {
        int home = RequestPartition.of(new RequestId("r-1"), 8);
        int elsewhere = (home + 1) % 8;

        var moved = Origin.home(record(elsewhere, "3@4@5"), "r-1", 8).orElseThrow();

        assertThat(moved.partition()).isEqualTo(home);
        assertThat(moved.key()).isEqualTo("r-1".getBytes(UTF_8));
        var header = new String(moved.headers().lastHeader(MovedFrom.HEADER).value(), UTF_8);
        assertThat(Origin.of(record(home, header)))
                .isEqualTo(
                        new Origin(
                                new TopicPosition("llm.requests", elsewhere, 77L),
                                Instant.ofEpochMilli(NOW)));
    }

    @Test
    void knowsARecordThatWasWrittenAgainBehindItself() {
        assertThat(Origin.of(record(5, "5@76@1000")))
                .isEqualTo(
                        new Origin(
                                new TopicPosition("llm.requests", 5, 76L),
                                Instant.ofEpochMilli(1_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2@3",
                "5@77@1000",
                "5@78@1000",
                "2@7@1000001",
                "2@-7@1",
                "2@7@99999999999999999999"
            })
    void believesNoHeaderThatCannotBeTrue(String header) {
        assertThat(Origin.of(record(5, header)))
                .isEqualTo(
                        new Origin(
                                new TopicPosition("llm.requests", 5, 77L),
                                Instant.ofEpochMilli(NOW)));
    }
}
