package io.quaestor.ingest;

import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.RequestPartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Where a client's record lay first. One that lies outside the partition of its request id, where
 * the ledger of another task would judge it, is sent to that partition once, with a header that
 * says where it came from: there it is the same submission, of the same place and time.
 *
 * @param position what its answer names
 * @param at when the broker took it first
 */
record Origin(TopicPosition position, Instant at) {

    /** {@code <partition>@<offset>@<milliseconds>} of the record as its client wrote it. */
    static final String HEADER = "quaestor.moved-from";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})@(\\d{1,18})");

    /**
     * As the record itself says, or as its header does.
     *
     * <p>Anybody can write the header: it is believed only of another partition and of the past, so
     * that a lie gives nobody more time, and misleads nobody but who waits for the answer.
     */
    static Origin of(ConsumerRecord<byte[], byte[]> record) {
        var here = new TopicPosition(record.topic(), record.partition(), record.offset());
        var own = new Origin(here, Instant.ofEpochMilli(record.timestamp()));
        return moved(record).filter(former -> former.isBefore(own)).orElse(own);
    }

    private static Optional<Origin> moved(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(HEADER))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .map(FORM::matcher)
                .filter(matcher -> matcher.matches())
                .map(
                        text ->
                                new Origin(
                                        new TopicPosition(
                                                record.topic(),
                                                Integer.parseInt(text.group(1)),
                                                Long.parseLong(text.group(2))),
                                        Instant.ofEpochMilli(Long.parseLong(text.group(3)))));
    }

    private boolean isBefore(Origin here) {
        return position.getPartition() != here.position.getPartition() && !at.isAfter(here.at);
    }

    /**
     * The record on its way to the partition of {@code requestId}; empty when it lies there.
     *
     * @param partitions how many the topic has
     */
    static Optional<Outbound> home(
            ConsumerRecord<byte[], byte[]> record, String requestId, int partitions) {
        byte[] key = requestId.getBytes(StandardCharsets.UTF_8);
        int home = RequestPartition.of(key, partitions);
        return home == record.partition()
                ? Optional.empty()
                : Optional.of(
                        new Outbound(record.topic(), home, key, record.value(), headers(record)));
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record) {
        var from = "%d@%d@%d".formatted(record.partition(), record.offset(), record.timestamp());
        return new RecordHeaders(record.headers())
                .remove(HEADER)
                .add(HEADER, from.getBytes(StandardCharsets.UTF_8));
    }
}
