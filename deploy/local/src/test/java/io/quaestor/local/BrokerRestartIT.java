package io.quaestor.local;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker is killed among many transactions and started again, several times. */
class BrokerRestartIT {
    private static final String TOPIC = "written";
    private static final int WRITERS = 6;
    private static final int KILLS = 3;
    private static final int COMMITS_BEFORE_A_KILL = 60;

    private static final List<TopicPartition> PARTITIONS =
            IntStream.range(0, 16).mapToObj(i -> new TopicPartition(TOPIC, i)).toList();

    private @TempDir Path folder;
    private final AtomicInteger commits = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile boolean writing = true;

    @Test
    void leavesNoTransactionOpenAndNoneHalfDone() throws Exception {
        var distribution = Distribution.find();
        var ports = Ports.of(folder);
        var broker = Broker.start(distribution, folder, ports);
        var servers = broker.bootstrapServers();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS.size(), (short) 1)))
                    .all()
                    .get();
            var writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(i -> Thread.ofPlatform().start(() -> write(i, servers)))
                            .toList();
            for (int kill = 0; kill < KILLS; kill++) {
                int before = commits.get();
                Await.until(
                        "transactions", () -> commits.get() >= before + COMMITS_BEFORE_A_KILL);
                broker.kill();
                broker = Broker.start(distribution, folder, ports);
            }
            writing = false;
            for (var writer : writers) {
                writer.join();
            }
            Await.until("no open transaction", () -> committedEnds(admin).equals(ends(admin)));
            var written = read(servers);
            assertThat(written.values()).allMatch(found -> found.size() == PARTITIONS.size());
            assertThat(written.keySet()).containsAll(acknowledged);
        } finally {
            writing = false;
            broker.close();
        }
    }

    /** One transaction after the other, to all partitions, by a new producer after each failure. */
    private void write(int writer, String servers) {
        int number = 0;
        while (writing) {
            try (var producer = producer(writer, servers)) {
                producer.initTransactions();
                while (writing) {
                    var text = writer + "/" + number++;
                    producer.beginTransaction();
                    var value = text.getBytes(StandardCharsets.UTF_8);
                    for (var partition : PARTITIONS) {
                        var _ =
                                producer.send(
                                        new ProducerRecord<>(
                                                TOPIC, partition.partition(), null, value));
                    }
                    producer.commitTransaction();
                    acknowledged.add(text);
                    commits.incrementAndGet();
                }
            } catch (KafkaException e) {
                System.out.println("writer " + writer + " begins anew after " + e);
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(int writer, String servers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "transactional.id", "writer-" + writer,
                        "transaction.timeout.ms", 5_000,
                        "max.block.ms", 1_000,
                        "request.timeout.ms", 2_000,
                        "delivery.timeout.ms", 4_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Map<TopicPartition, Long> ends(Admin admin) {
        return ends(admin, IsolationLevel.READ_UNCOMMITTED);
    }

    private static Map<TopicPartition, Long> committedEnds(Admin admin) {
        return ends(admin, IsolationLevel.READ_COMMITTED);
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest =
                PARTITIONS.stream().collect(toMap(one -> one, _ -> OffsetSpec.latest()));
        try {
            return admin
                    .listOffsets(latest, new ListOffsetsOptions(level))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** The partitions in which each transaction is found. */
    private static Map<String, Set<Integer>> read(String servers) {
        var found = new HashMap<String, Set<Integer>>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(PARTITIONS);
            consumer.seekToBeginning(PARTITIONS);
            var ends = consumer.endOffsets(PARTITIONS);
            var left = new ArrayList<>(PARTITIONS);
            while (!left.isEmpty()) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                record ->
                                        found.computeIfAbsent(
                                                        new String(
                                                                record.value(),
                                                                StandardCharsets.UTF_8),
                                                        _ -> new HashSet<>())
                                                .add(record.partition()));
                left.removeIf(one -> consumer.position(one) >= ends.get(one));
            }
        }
        return found;
    }
}
