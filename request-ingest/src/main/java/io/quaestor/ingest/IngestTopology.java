package io.quaestor.ingest;

import io.quaestor.wire.TopicSpec;
import io.quaestor.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What request-ingest is.
 *
 * <pre>
 * llm.requests      → {@link RequestProcessor} ─┐
 * llm.cancellations → {@link CancelProcessor}  ─┼→ whichever topic and partition the outcome names
 * llm.jobs.ended    → {@link EndProcessor}     ─┘
 *                        sequence store, ledger store
 * </pre>
 *
 * <p>The three are one task for each partition of the request ids, so that all news of a job meet
 * at its entry in the ledger.
 *
 * <p>Bytes in, bytes out: decoding needs topic, partition and offset, and encoding happens before
 * the size is checked. A change of this graph needs a new application id, unless tasks and stores
 * keep their names.
 */
final class IngestTopology {

    static final String SEQUENCE_STORE = "sequence";
    static final String LEDGER_STORE = "ledger";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    /** Streams' own topics, which are provisioned with all others. */
    private static final Set<String> INTERNAL =
            Set.of(Topics.INGEST_SEQUENCE_CHANGELOG, Topics.INGEST_LEDGER_CHANGELOG);

    private IngestTopology() {}

    static Topology of(Desk desk, Cancellations cancellations, Ends ends, IngestMeters meters) {
        var pace = new CommitPace();
        var builder = new StreamsBuilder();
        builder.addStateStore(sequenceStore()).addStateStore(ledgerStore());
        var submissions =
                stateful(
                        source(builder, Topics.REQUESTS, "requests"),
                        () -> new RequestProcessor(desk, meters, pace),
                        "judge");
        var cancelled =
                stateful(
                        source(builder, Topics.CANCELLATIONS, "cancellations"),
                        () -> new CancelProcessor(cancellations, meters, pace),
                        "cancel");
        var ended =
                stateful(
                        source(builder, Topics.ENDED, "ended"),
                        () -> new EndProcessor(ends, pace),
                        "close");
        submissions
                .merge(cancelled, Named.as("submissions-and-cancellations"))
                .merge(ended, Named.as("all"))
                .to(
                        (key, outbound, source) -> outbound.topic(),
                        Produced.with(BYTES, Outbound.serde(), Outbound.partitioner())
                                .withName("outcomes"));
        return builder.build();
    }

    static List<TopicSpec> internalTopics() {
        return Topics.all().stream().filter(spec -> INTERNAL.contains(spec.name())).toList();
    }

    private static KStream<byte[], byte[]> source(
            StreamsBuilder builder, String topic, String name) {
        return builder.stream(topic, Consumed.with(BYTES, BYTES).withName(name));
    }

    private static KStream<byte[], Outbound> stateful(
            KStream<byte[], byte[]> records,
            ProcessorSupplier<byte[], byte[], byte[], Outbound> processor,
            String name) {
        return records.process(processor, Named.as(name), SEQUENCE_STORE, LEDGER_STORE);
    }

    /**
     * Persistent, because a process with memory only takes a new id at each start. Cached, so that
     * its number goes to store and changelog once a commit.
     */
    private static StoreBuilder<KeyValueStore<String, Long>> sequenceStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SEQUENCE_STORE),
                        Serdes.String(),
                        Serdes.Long())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    /** Not cached: a job's entry is written twice, seconds apart, and read at most as often. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> ledgerStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(LEDGER_STORE), BYTES, BYTES)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
