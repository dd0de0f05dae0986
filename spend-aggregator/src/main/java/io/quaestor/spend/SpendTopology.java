package io.quaestor.spend;

import io.quaestor.wire.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: journal → lane → one sink for everything.
 *
 * <pre>
 * llm.journal[lane] ─▶ LaneProcessor (store "lanes") ─▶ llm.spend.charges, llm.spend.totals, llm.budget.events   by key
 *                                                    ├─▶ llm.budgets, llm.journal (HoldExpired)                  by lane
 *                                                    └─▶ llm.dead-letters
 * </pre>
 *
 * A change of this shape, or of the entries' layout, needs a new application id and fold epoch.
 */
final class SpendTopology {

    /** Its changelog is {@link Topics#SPEND_LANES}. */
    static final String STORE = "lanes";

    static Topology of(SpendWiring wiring) {
        return new Topology()
                .addSource(
                        "journal",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.JOURNAL)
                .addProcessor("lane", () -> new LaneProcessor(wiring, STORE), "journal")
                .addStateStore(store(), "lane")
                .addSink(
                        "out",
                        Outbound.topicOf(),
                        new ByteArraySerializer(),
                        Outbound.serializer(),
                        Outbound.partitioner(),
                        "lane");
    }

    /** Cached, so that a total changed by many events goes to store and changelog once a commit. */
    private static StoreBuilder<KeyValueStore<String, byte[]>> store() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    private SpendTopology() {}
}
