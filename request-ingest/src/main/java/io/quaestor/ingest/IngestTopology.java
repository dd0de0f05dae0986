package io.quaestor.ingest;

import io.quaestor.wire.TopicSpec;
import io.quaestor.wire.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What request-ingest is: {@code llm.requests} → {@link RequestProcessor} with its sequence store →
 * whichever topic and partition the outcome names.
 *
 * <p>Bytes in, bytes out: decoding needs topic, partition and offset, and encoding happens before
 * the size is checked. A change of this graph needs a new application id.
 */
final class IngestTopology {

    static final String SEQUENCE_STORE = "sequence";

    private static final String SOURCE = "requests";
    private static final String PROCESSOR = "judge";
    private static final String SINK = "outcomes";

    private IngestTopology() {}

    static Topology of(Desk desk, IngestMeters meters) {
        var pace = new CommitPace();
        return new Topology()
                .addSource(
                        SOURCE,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.REQUESTS)
                .addProcessor(PROCESSOR, () -> new RequestProcessor(desk, meters, pace), SOURCE)
                .addStateStore(sequenceStore(), PROCESSOR)
                .addSink(
                        SINK,
                        (byte[] key, Outbound outbound, RecordContext source) -> outbound.topic(),
                        new ByteArraySerializer(),
                        Outbound.serializer(),
                        Outbound.partitioner(),
                        PROCESSOR);
    }

    /** Streams' own topics, which are provisioned with all others. */
    static List<TopicSpec> internalTopics() {
        return Topics.all().stream()
                .filter(spec -> spec.name().equals(Topics.INGEST_SEQUENCE_CHANGELOG))
                .toList();
    }

    /**
     * Persistent, because a process with memory only takes a new id at each start. Not cached: a
     * cache writes its number to the changelog at the commit, where Streams flushes task after
     * task, and each flush that has something new to send waits for the broker: 31 round trips a
     * commit.
     */
    private static StoreBuilder<KeyValueStore<String, Long>> sequenceStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SEQUENCE_STORE),
                        Serdes.String(),
                        Serdes.Long())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
