package io.quaestor.local;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

/** A broker is killed, or frozen, among many transactions, several times. */
class BrokerRestartIT {
    private static final String TOPIC = "written";
    private static final int WRITERS = 6;
    private static final int KILLS = 3;
    private static final int COMMITS_BEFORE_A_FAULT = 60;

    /** Kafka's own {@code broker.session.timeout.ms} is 9 s. */
    private static final Duration FROZEN = Duration.ofSeconds(12);

    private static final List<TopicPartition> PARTITIONS =
            IntStream.range(0, 16).mapToObj(i -> new TopicPartition(TOPIC, i)).toList();

    private @TempDir Path folder;
    private final AtomicInteger commits = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Integer>> partitionsByTransaction = new HashMap<>();
    private final Set<Integer> leaderEpochs = new HashSet<>();
    private volatile boolean writing = true;

    /** What happens to a broker; the one that runs then. */
    private interface Fault {
        Broker on(Broker broker) throws InterruptedException;
    }

    @Test
    void leavesNoTransactionOpenAndNoneHalfDoneWhenItIsKilled() throws Exception {
        writeThrough(KILLS, this::kill);

        assertThat(partitionsByTransaction.values())
                .allMatch(found -> found.size() == PARTITIONS.size());
        assertThat(partitionsByTransaction.keySet()).containsAll(acknowledged);
    }

    @Test
    void goesOnLeadingWhenItWasFrozen() throws Exception {
        writeThrough(1, BrokerRestartIT::freeze);

        assertThat(partitionsByTransaction.values())
                .allMatch(found -> found.size() == PARTITIONS.size());
        assertThat(partitionsByTransaction.keySet()).containsAll(acknowledged);
        assertThat(leaderEpochs).containsExactly(0);
    }

    @Test
    void takesBackWhatAKilledBrokerLeftAndNotWhatAStoppedOneDid() throws Exception {
        var data = folder.resolve("broker/data");
        assertThat(StaleRegistration.isIn(data)).isFalse();
        var broker = start();
        assertThat(StaleRegistration.isIn(data)).isTrue();

        broker.close();
        assertThat(StaleRegistration.isIn(data)).isFalse();
        start().kill();

        assertThat(StaleRegistration.isIn(data)).isTrue();
        assertThatThrownBy(this::startWithoutAController)
                .hasMessageContaining("broker ended with status 1 while starting")
                .hasMessageContaining("Address already in use");
        start().close();
        assertThat(Files.readString(broker.log()))
                .containsOnlyOnce("the registration of the broker that was killed is taken back");
    }

    /** Another process has its port. */
    private void startWithoutAController() throws IOException {
        int port = Ports.of(folder).free("broker-controller");
        var settings = folder.resolve("broker/server.properties").toString();
        var words = Distribution.find().command("broker", List.of(), List.of(settings));
        var command = new Command("broker", words, Map.of(), folder.resolve("logs/refused.log"));
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            ChildProcess.start(command).awaitReady(() -> false, Duration.ofMinutes(3));
        }
    }

    private Broker start() {
        return Broker.start(Distribution.find(), folder, Ports.of(folder));
    }

    private Broker kill(Broker broker) {
        broker.kill();
        return start();
    }

    private static Broker freeze(Broker broker) throws InterruptedException {
        long until = System.nanoTime() + FROZEN.toNanos();
        broker.suspend();
        Await.until("frozen for long enough", () -> System.nanoTime() > until);
        broker.resume();
        return broker;
    }

    /** Reads all that is committed when no transaction is open any more. */
    private void writeThrough(int faults, Fault fault) throws Exception {
        var broker = start();
        var servers = broker.bootstrapServers();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS.size(), (short) 1)))
                    .all()
                    .get();
            var writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(i -> Thread.ofPlatform().start(() -> write(i, servers)))
                            .toList();
            for (int done = 0; done < faults; done++) {
                awaitCommits();
                broker = fault.on(broker);
            }
            awaitCommits();
            writing = false;
            for (var writer : writers) {
                writer.join();
            }
            Await.until("no open transaction", () -> committedEnds(admin).equals(ends(admin)));
            read(servers);
        } finally {
            writing = false;
            broker.close();
        }
    }

    private void awaitCommits() throws InterruptedException {
        int before = commits.get();
        Await.until("transactions", () -> commits.get() >= before + COMMITS_BEFORE_A_FAULT);
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

    private void read(String servers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(PARTITIONS);
            consumer.seekToBeginning(PARTITIONS);
            var left = new HashMap<>(consumer.endOffsets(PARTITIONS));
            while (!left.isEmpty()) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        partitionsByTransaction
                .computeIfAbsent(
                        new String(record.value(), StandardCharsets.UTF_8), _ -> new HashSet<>())
                .add(record.partition());
        record.leaderEpoch().ifPresent(leaderEpochs::add);
    }
}
