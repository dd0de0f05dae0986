package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private final ConsumerRecord<byte[], byte[]> original =
            new ConsumerRecord<>("llm.requests", 3, 17, new byte[] {1}, new byte[] {2});

    @Test
    void saysWhereTheRecordLayAndWhatIsWrongWithIt() {
        var letter = letter();

        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(letter.key()).containsExactly(1);
        assertThat(letter.value()).containsExactly(2);
        assertThat(text(letter, DeadLetter.STAGE)).hasValue("a-stage");
        assertThat(text(letter, DeadLetter.REASON)).hasValue("TOO_SHORT");
        assertThat(text(letter, DeadLetter.MESSAGE)).hasValue("one byte");
        assertThat(text(letter, DeadLetter.TOPIC)).hasValue("llm.requests");
        assertThat(text(letter, DeadLetter.PARTITION)).hasValue("3");
        assertThat(text(letter, DeadLetter.OFFSET)).hasValue("17");
    }

    @Test
    void keepsTheHeadersOfTheOriginal() {
        header("__value_schema_id", "abc");
        header("traceparent", "00-1");
        original.headers().add("empty", null);

        assertThat(DeadLetter.originalHeaders(letter().headers()))
                .containsExactly(original.headers().toArray());
        assertThat(text(letter(), DeadLetter.HEADERS_LEFT_OUT)).isEmpty();
    }

    @Test
    void leavesOutHeadersThatHaveNoRoomAndSaysHowMany() {
        header("before", "1");
        header("large", "x".repeat(DeadLetter.KEPT_HEADER_BYTES_MAX));
        header("largest", "x".repeat(2 * DeadLetter.KEPT_HEADER_BYTES_MAX));
        header("traceparent", "00-1");

        assertThat(DeadLetter.originalHeaders(letter().headers()))
                .extracting(Header::key)
                .containsExactly("before", "traceparent");
        assertThat(text(letter(), DeadLetter.HEADERS_LEFT_OUT)).hasValue("2");
    }

    @Test
    void canBeWrittenHoweverLargeItsOriginalIs() {
        var largest =
                new ConsumerRecord<>(
                        "llm.requests",
                        3,
                        17,
                        new byte[DeadLetter.KEY_BYTES_MAX + 1],
                        new byte[Topics.MAX_INTERNAL_BYTES + 1]);
        largest.headers().add("h", new byte[DeadLetter.KEPT_HEADER_BYTES_MAX - 9]);

        var letter = DeadLetter.of(largest, "a-stage", "REASON", "\u20ac".repeat(1_000)).record();

        assertThat(letter.headers().lastHeader("h")).isNotNull();
        assertThat(
                        AbstractRecords.estimateSizeInBytesUpperBound(
                                RecordBatch.CURRENT_MAGIC_VALUE,
                                CompressionType.NONE,
                                letter.key(),
                                letter.value(),
                                letter.headers().toArray()))
                .isLessThan(Topics.MAX_BATCH_BYTES);
        assertThat(text(letter, DeadLetter.CUT_FROM_BYTES))
                .hasValue(Integer.toString(Topics.MAX_INTERNAL_BYTES + 1));
        assertThat(text(letter, DeadLetter.KEY_CUT_FROM_BYTES))
                .hasValue(Integer.toString(DeadLetter.KEY_BYTES_MAX + 1));
        assertThat(DeadLetter.isWhole(letter.headers())).isFalse();
        assertThat(DeadLetter.isWhole(letter().headers())).isTrue();
    }

    /** Whoever writes a header like ours neither passes it off as ours nor sees it sent again. */
    @Test
    void believesNoHeaderThatOnlyWeWrite() {
        header(DeadLetter.TOPIC, "llm.journal");
        header(DeadLetter.CUT_FROM_BYTES, "1");
        header("quaestor.moved-from", "0@1@2");

        assertThat(letter().headers().headers(DeadLetter.TOPIC)).hasSize(1);
        assertThat(text(letter(), DeadLetter.CUT_FROM_BYTES)).isEmpty();
        assertThat(DeadLetter.originalHeaders(letter().headers())).isEmpty();
    }

    private ProducerRecord<byte[], byte[]> letter() {
        return DeadLetter.of(original, "a-stage", "TOO_SHORT", "one byte").record();
    }

    private void header(String name, String value) {
        original.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(ProducerRecord<byte[], byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
