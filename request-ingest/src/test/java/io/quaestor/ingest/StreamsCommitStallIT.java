package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.local.Broker;
import io.quaestor.local.Distribution;
import io.quaestor.local.Ports;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.StreamsClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that stands still at a commit: whoever commits never learns of it. */
class StreamsCommitStallIT {

    private static final TopicPartition PLACE = new TopicPartition("written", 0);
    private static final OffsetAndMetadata COMMITTED = new OffsetAndMetadata(7);
    private static final String GROUP = "a-group";

    private final List<Duration> commits = new ArrayList<>();
    private @TempDir Path folder;
    private Broker broker;
    private KafkaSettings kafka;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(Distribution.find(), folder, Ports.of(folder));
        kafka = KafkaSettings.of(broker.bootstrapServers(), "http://127.0.0.1:1");
        try (var admin = Admin.create(ClientDefaults.admin(kafka, "test"))) {
            admin.createTopics(List.of(new NewTopic(PLACE.topic(), 1, (short) 1))).all().get();
        }
        var config = new HashMap<>(ClientDefaults.transactional(kafka, "stalls"));
        // The broker ends nothing by itself while it stands.
        config.put("transaction.timeout.ms", 60_000);
        producer = new StreamsClients(commits::add).getProducer(config);
        producer.initTransactions();
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>(PLACE.topic(), new byte[] {1}));
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        broker.close();
    }

    @Test
    void asksAgainForACommitThatIsNotAnswered() {
        producer.sendOffsetsToTransaction(offsets(), group());

        whileTheBrokerStands(producer::commitTransaction);

        assertThat(commits).hasSize(1);
        Cluster.await("the record, behind its marker", () -> readable() == 1);
        assertThat(committed()).isEqualTo(COMMITTED);
    }

    @Test
    void asksAgainForOffsetsThatAreNotAnswered() {
        producer.sendOffsetsToTransaction(Map.of(), group());

        var group = group();
        whileTheBrokerStands(() -> producer.sendOffsetsToTransaction(offsets(), group));
        producer.commitTransaction();

        Cluster.await("the record, behind its marker", () -> readable() == 1);
        assertThat(committed()).isEqualTo(COMMITTED);
    }

    /** Until it was asked twice in vain, and then until it has answered. */
    private void whileTheBrokerStands(Runnable request) {
        try (var log = new LogOf()) {
            broker.suspend();
            var asked = CompletableFuture.runAsync(request);
            try {
                Cluster.await(
                        "a second try in vain",
                        () -> log.lines().stream().anyMatch(line -> line.contains("try 2")));
                assertThat(asked).isNotDone();
            } finally {
                broker.resume();
            }
            asked.join();
        }
    }

    private ConsumerGroupMetadata group() {
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(ClientDefaults.member(kafka, "asker", GROUP))) {
            return consumer.groupMetadata();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets() {
        return Map.of(PLACE, COMMITTED);
    }

    /** How many records a reader of what is committed finds. */
    private int readable() {
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(ClientDefaults.consumer(kafka, "reader"))) {
            consumer.assign(Set.of(PLACE));
            consumer.seekToBeginning(Set.of(PLACE));
            long end = consumer.endOffsets(Set.of(PLACE)).getOrDefault(PLACE, 0L);
            int found = 0;
            while (consumer.position(PLACE) < end) {
                found += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return found;
        }
    }

    private @Nullable OffsetAndMetadata committed() {
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(ClientDefaults.member(kafka, "asker", GROUP))) {
            return consumer.committed(Set.of(PLACE)).get(PLACE);
        }
    }
}
