package io.quaestor.ingest;

import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.replay.MovedFrom;
import io.quaestor.kernel.RequestPartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Where a client's record lay first. One that lies outside the partition of its request id, where
 * the ledger of another task would judge it, is sent to that partition once, with a header that
 * says where it came from; so does one that is submitted anew.
 *
 * @param position what its answer names
 * @param at when the broker took it first
 */
record Origin(TopicPosition position, Instant at) {

    /**
     * As the record itself says, or as its header does.
     *
     * <p>Anybody can write the header: it is believed only of another place and of the past, so
     * that a lie gives nobody more time, and misleads nobody but who waits for the answer.
     */
    static Origin of(ConsumerRecord<byte[], byte[]> record) {
        var here = new TopicPosition(record.topic(), record.partition(), record.offset());
        var own = new Origin(here, Instant.ofEpochMilli(record.timestamp()));
        return MovedFrom.read(record.headers())
                .map(from -> origin(record.topic(), from))
                .filter(former -> former.isBefore(own))
                .orElse(own);
    }

    private static Origin origin(String topic, MovedFrom from) {
        return new Origin(new TopicPosition(topic, from.partition(), from.offset()), from.at());
    }

    private boolean isBefore(Origin here) {
        boolean elsewhere =
                position.getPartition() != here.position.getPartition()
                        || position.getOffset() < here.position.getOffset();
        return elsewhere && !at.isAfter(here.at);
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
                        new Outbound(record.topic(), home, key, record.value(), from(record)));
    }

    private static Headers from(ConsumerRecord<byte[], byte[]> record) {
        var at = Instant.ofEpochMilli(record.timestamp());
        return new MovedFrom(record.partition(), record.offset(), at).addedTo(record.headers());
    }
}
