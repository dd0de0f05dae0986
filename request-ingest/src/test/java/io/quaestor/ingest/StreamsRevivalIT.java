package io.quaestor.ingest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.StreamsClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A timeout for which Streams wipes the state of tasks and opens them anew in the same thread while
 * records wait in memory. Ours do not come (see {@link StreamsClients}); this one is made.
 */
class StreamsRevivalIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER);

    private static final int PARTITIONS = 2;
    private static final int RECORDS = 100_000;
    private static final String COUNTS = "counts";

    private final String name = "it-revival-" + Long.toString(System.nanoTime(), 36);
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger revived = new AtomicInteger();
    private @TempDir Path folder;
    private Admin admin;

    @BeforeEach
    void publish() throws ExecutionException, InterruptedException {
        admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
        admin.createTopics(
                        List.of(
                                new NewTopic(name + "-in", PARTITIONS, (short) 1),
                                new NewTopic(name + "-out", PARTITIONS, (short) 1)))
                .all()
                .get();
        admin.alterConsumerGroupOffsets(
                        name,
                        partitions("-in").stream()
                                .collect(toMap(in -> in, _ -> new OffsetAndMetadata(0))))
                .all()
                .get();
        try (var producer =
                new KafkaProducer<byte[], byte[]>(ClientDefaults.producer(FIXTURE.kafka(), name))) {
            for (int i = 0; i < RECORDS; i++) {
                var value = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
                var _ =
                        producer.send(
                                new ProducerRecord<>(name + "-in", i % PARTITIONS, value, value));
            }
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void processesWhatWasFetchedBeforeItsTasksWereOpenedAnew() {
        try (var streams = new KafkaStreams(topology(), config(), new Faulty())) {
            streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.REPLACE_THREAD);
            streams.start();
            Cluster.await("the end of the input", this::isAllCommitted);
        }

        assertThat(revived).as("commits that seemed to fail").hasPositiveValue();
        assertThat(written()).isEqualTo(RECORDS);
    }

    private Topology topology() {
        return new Topology()
                .addSource("in", name + "-in")
                .addProcessor("copy", Copy::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(COUNTS),
                                Serdes.Integer(),
                                Serdes.Integer()),
                        "copy")
                .addSink("out", name + "-out", "copy");
    }

    /** Writes each record as it is, and says in its store how many there were. */
    private static final class Copy extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<Integer, Integer> counts = context().getStateStore(COUNTS);
            var count = counts.get(0);
            counts.put(0, count == null ? 1 : count + 1);
            context().forward(record);
        }
    }

    private Properties config() {
        var config = new Properties();
        config.putAll(ClientDefaults.streams(FIXTURE.kafka()));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        return config;
    }

    /** Our clients, whose producer says of some commits that the offsets were not answered. */
    private final class Faulty implements KafkaClientSupplier {

        private final StreamsClients clients = new StreamsClients(_ -> {});

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return clients.getAdmin(config);
        }

        @Override
        @SuppressWarnings("unchecked") // a proxy has no type arguments
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            var producer = clients.getProducer(config);
            return (Producer<byte[], byte[]>)
                    Proxy.newProxyInstance(
                            StreamsRevivalIT.class.getClassLoader(),
                            new Class<?>[] {Producer.class},
                            (_, method, arguments) -> called(producer, method, arguments));
        }

        private @Nullable Object called(
                Producer<byte[], byte[]> producer, Method method, Object[] arguments)
                throws Throwable {
            try {
                var result = method.invoke(producer, arguments);
                if (method.getName().equals("sendOffsetsToTransaction")
                        && arguments[0] instanceof Map<?, ?> offsets
                        && !offsets.isEmpty()
                        && commits.incrementAndGet() % 3 == 0) {
                    revived.incrementAndGet();
                    throw new TimeoutException("made by a test");
                }
                return result;
            } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return clients.getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return clients.getRestoreConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return clients.getGlobalConsumer(config);
        }
    }

    private boolean isAllCommitted() {
        try {
            var committed =
                    admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
            long sum = committed.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
            return sum == RECORDS;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many of the records are there once each; fails when one is there twice. */
    private int written() {
        var seen = new BitSet();
        var out = partitions("-out");
        var config = ClientDefaults.consumer(FIXTURE.kafka(), name);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            consumer.assign(out);
            consumer.seekToBeginning(out);
            var ends = consumer.endOffsets(out);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    int i = ByteBuffer.wrap(record.value()).getInt();
                    assertThat(seen.get(i)).as("%d is there twice", i).isFalse();
                    seen.set(i);
                }
            }
        }
        return seen.cardinality();
    }

    private List<TopicPartition> partitions(String which) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new TopicPartition(name + which, i))
                .toList();
    }
}
