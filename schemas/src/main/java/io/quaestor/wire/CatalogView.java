package io.quaestor.wire;

import io.quaestor.catalog.CatalogFold;
import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.CatalogEntry;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The current catalogue, kept by a thread of its own that reads {@code llm.catalog} from its start.
 *
 * <p>The first snapshot seen is the newest one: nothing is published before the topic was read to
 * its end once. Later versions follow within a poll. Safe for all threads.
 */
public final class CatalogView implements AutoCloseable {
    private static final List<TopicPartition> CATALOG =
            List.of(new TopicPartition(Topics.CATALOG, 0));

    /**
     * How late a question for the end offset may be put; ten idle polls a second cost nothing
     * measurable.
     */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final String clientId;
    private final Consumer<CatalogSnapshot> listener;
    private final SupervisedLoop loop;
    private final CatchUp<CatalogSnapshot> catchUp = new CatchUp<>();

    private volatile CatalogSnapshot snapshot = CatalogSnapshot.EMPTY;

    /**
     * @param listener told of every snapshot before anybody else sees it, in the reading thread;
     *     what it takes, a version waits
     */
    public CatalogView(
            KafkaSettings kafka,
            RegistryClient registry,
            String clientId,
            Consumer<CatalogSnapshot> listener) {
        this.kafka = kafka;
        this.registry = registry;
        this.clientId = clientId + "-catalog";
        this.listener = listener;
        this.loop = new SupervisedLoop(this.clientId, STALL_BOUND, Reader::new);
    }

    public CatalogView start() {
        loop.start();
        return this;
    }

    /** The newest whole version; {@link CatalogSnapshot#EMPTY} before the first. */
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Completes when everything that was committed before this call is folded. Cancel or time out
     * at will.
     */
    public CompletableFuture<CatalogSnapshot> caughtUp() {
        return catchUp.ask();
    }

    public Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
        catchUp.close();
    }

    private final class Reader implements LoopBody {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final RecordDecoder<CatalogEntry> decoder =
                RecordDecoder.of(registry, CatalogEntry.class);
        private final CatalogFold fold = new CatalogFold();
        private final EndOffsets endOffsets;
        private final CatchUp<CatalogSnapshot>.Reading catching;
        private final Map<TopicPartition, Long> firstEnds;
        private CatalogSnapshot latest = snapshot;

        Reader() {
            var config = ClientDefaults.consumer(kafka, clientId);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            consumer = new KafkaConsumer<>(config);
            endOffsets = new EndOffsets(kafka, clientId);
            catching = catchUp.reading(() -> endOffsets.of(CATALOG));
            try {
                consumer.assign(CATALOG);
                consumer.seekToBeginning(CATALOG);
                firstEnds = endOffsets.of(CATALOG);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public void turn() {
            catching.begin();
            for (var record : consumer.poll(POLL)) {
                fold.plus(decoder.decode(record)).ifPresent(complete -> latest = complete);
            }
            if (CatchUp.isReached(firstEnds, consumer::position)) {
                publish();
                catching.reached(consumer::position, () -> snapshot);
            }
        }

        @SuppressWarnings("ReferenceEquality") // each complete version is a new object
        private void publish() {
            if (latest != snapshot) {
                listener.accept(latest);
                snapshot = latest;
            }
        }

        @Override
        public void close() {
            catching.close();
            endOffsets.close();
            consumer.close();
        }
    }
}
