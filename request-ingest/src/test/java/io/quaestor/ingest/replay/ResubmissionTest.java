package io.quaestor.ingest.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ReplayOrder;
import io.quaestor.event.TopicPosition;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ResubmissionTest {

    private static final Instant SUBMITTED_AT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void writesTheRequestAgainAsTheSubmissionThatItWas() {
        // Its client put it elsewhere; its home, where the ledger read it, is partition 3.
        var submission = new TopicPosition("llm.requests", 1, 5L);
        var order =
                new ReplayOrder(
                        9,
                        "a-job",
                        "legal",
                        "r-1",
                        42L,
                        submission,
                        SUBMITTED_AT,
                        "llm.responses",
                        null,
                        SUBMITTED_AT,
                        null,
                        new TopicPosition("llm.requests", 3, 77L));
        var headers =
                new RecordHeaders()
                        .add("traceparent", "t".getBytes(UTF_8))
                        .add(MovedFrom.HEADER, "2@2@2".getBytes(UTF_8));
        var request =
                new ConsumerRecord<>(
                        "llm.requests",
                        3,
                        77,
                        99,
                        TimestampType.LOG_APPEND_TIME,
                        3,
                        5,
                        "r-1".getBytes(UTF_8),
                        "bytes".getBytes(UTF_8),
                        headers,
                        Optional.empty());

        var again = Resubmission.of(order, request);

        assertThat(again.topic()).isEqualTo("llm.requests");
        assertThat(again.partition()).isEqualTo(3);
        assertThat(again.key()).isEqualTo("r-1".getBytes(UTF_8));
        assertThat(again.value()).isEqualTo("bytes".getBytes(UTF_8));
        assertThat(again.headers().lastHeader("traceparent").value())
                .isEqualTo("t".getBytes(UTF_8));
        assertThat(MovedFrom.read(again.headers())).contains(new MovedFrom(1, 5, SUBMITTED_AT));
        assertThat(again.headers().headers(MovedFrom.HEADER)).hasSize(1);
    }
}
