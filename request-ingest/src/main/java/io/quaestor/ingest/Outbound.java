package io.quaestor.ingest;

import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out, already serialised and checked for its size: under exactly-once a send
 * that the producer refuses would come again for ever.
 *
 * @param partition the lane or home, or {@link #BY_KEY}
 */
record Outbound(
        String topic,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    static final int BY_KEY = -1;

    Outbound {
        if (value != null && value.length > Topics.MAX_INTERNAL_BYTES) {
            throw new IllegalArgumentException(
                    "%d bytes for %s, at most %d"
                            .formatted(value.length, topic, Topics.MAX_INTERNAL_BYTES));
        }
    }

    /** A record of ours, without headers. */
    static Outbound of(String topic, int partition, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        return new Outbound(topic, partition, keyBytes, value, new RecordHeaders());
    }

    /** Hands Kafka the bytes as they are. */
    static Serde<Outbound> serde() {
        Serializer<Outbound> serializer = (topic, outbound) -> outbound.value();
        return Serdes.serdeFrom(
                serializer,
                (topic, bytes) -> {
                    throw new UnsupportedOperationException("what is sent is not read: " + topic);
                });
    }

    /** The lane where there is one, else Kafka's own choice by key. */
    static StreamPartitioner<byte[], Outbound> partitioner() {
        return (topic, key, outbound, partitions) ->
                outbound.partition() == BY_KEY
                        ? Optional.empty()
                        : Optional.of(Set.of(outbound.partition()));
    }
}
