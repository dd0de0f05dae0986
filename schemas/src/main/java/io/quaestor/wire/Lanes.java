package io.quaestor.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records with their partition named: the one partitioner of everything that travels by lane. */
public final class Lanes {
    /** A record for {@code topic[lane]}. */
    public static ProducerRecord<byte[], byte[]> record(
            String topic, int lane, String key, byte[] value) {
        if (lane < 0 || lane >= Topics.LANES) {
            throw new IllegalArgumentException("lane " + lane + " for " + topic);
        }
        return new ProducerRecord<>(topic, lane, key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** A record whose partition follows from its key. */
    public static ProducerRecord<byte[], byte[]> keyed(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private Lanes() {}
}
