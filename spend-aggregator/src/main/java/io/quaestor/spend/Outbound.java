package io.quaestor.spend;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to the one sink, its value encoded already.
 *
 * @param lane the partition, for topics by lane; empty for those partitioned by key
 * @param value null is a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only passed on
record Outbound(String topic, OptionalInt lane, byte @Nullable [] value) {

    static Outbound toLane(String topic, int lane, byte @Nullable [] value) {
        return new Outbound(topic, OptionalInt.of(lane), value);
    }

    static Outbound byKey(String topic, byte @Nullable [] value) {
        return new Outbound(topic, OptionalInt.empty(), value);
    }

    static TopicNameExtractor<byte[], Outbound> topicOf() {
        return (_, outbound, _) -> outbound.topic();
    }

    static StreamPartitioner<byte[], Outbound> partitioner() {
        return (_, _, outbound, _) ->
                outbound.lane().isPresent()
                        ? Optional.of(Set.of(outbound.lane().getAsInt()))
                        : Optional.empty();
    }

    static Serializer<Outbound> serializer() {
        return (_, outbound) -> outbound.value();
    }
}
