package io.quaestor.wire;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * One topic as it is created everywhere: local stack, tests, deployment files.
 *
 * @param value the schema of its values; empty where the bytes are somebody else's (dead letters,
 *     signed notes, Streams changelogs)
 * @param partitions partition count; a topic by lane has one partition per lane
 * @param config topic settings by Kafka's names
 */
public record TopicSpec(
        String name, Optional<Schema> value, int partitions, Map<String, String> config) {
    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions of " + name + ": " + partitions);
        }
        config = Map.copyOf(config);
    }
}
