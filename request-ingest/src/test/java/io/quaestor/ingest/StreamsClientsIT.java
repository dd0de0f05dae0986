package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.StreamsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class StreamsClientsIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER);

    private static final int PARTITIONS = 2;

    private final List<Duration> commits = new ArrayList<>();

    private final String name = "it-clients-" + Long.toString(System.nanoTime(), 36);

    @Test
    void sendsWithTheCommitWhatEachTaskFlushes() throws Exception {
        try (var admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
                var producer = transactional()) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            var ofOneTask = producer.send(record(0, 10));
            producer.flush();
            var ofAnother = producer.send(record(0, 10));
            producer.flush();
            assertThat(ofOneTask).isNotDone();

            producer.sendOffsetsToTransaction(Map.of(), group());
            assertThat(ofOneTask).isDone();
            assertThat(ofAnother).isDone();
            producer.commitTransaction();

            Cluster.await("both records, behind their markers", () -> committed() == 2);
            assertThat(commits).hasSize(1);
        }
    }

    @Test
    void commitsNothingWhenOneRecordIsNotTaken() throws Exception {
        try (var admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
                var producer = transactional()) {
            var topic = new NewTopic(name, PARTITIONS, (short) 1);
            topic.configs(Map.of("max.message.bytes", "1000"));
            admin.createTopics(List.of(topic)).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            var taken = producer.send(record(1, 10));
            var refused = producer.send(record(0, 5_000));
            producer.flush();
            assertThat(refused).isNotDone();

            producer.sendOffsetsToTransaction(Map.of(), group());
            assertThat(taken.get().offset()).isZero();
            assertThat(refused).failsWithin(Duration.ZERO);
            // Which of the two it is, the refusal or that the transaction failed, is a race.
            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOf(KafkaException.class)
                    .satisfies(StreamsClientsIT::namesTheRefusal);
            producer.abortTransaction();

            // Others of its tasks had sent, too.
            assertThatThrownBy(producer::beginTransaction).isInstanceOf(KafkaException.class);
            assertThat(committed()).isZero();
            assertThat(commits).isEmpty();
        }
    }

    /** Streams asks where a task begins, and does not always go back there itself. */
    @Test
    void goesBackToWhatIsCommittedWhileAPartitionIsPaused() throws Exception {
        var paused = new TopicPartition(name, 0);
        var running = new TopicPartition(name, 1);
        try (var admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
                var consumer =
                        new StreamsClients(commits::add)
                                .getConsumer(ClientDefaults.member(FIXTURE.kafka(), name, name))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all().get();
            consumer.assign(List.of(paused, running));
            var begin = new OffsetAndMetadata(0);
            consumer.commitSync(Map.of(paused, begin, running, begin));
            consumer.seek(paused, 5);
            consumer.seek(running, 5);
            consumer.pause(List.of(paused));

            assertThat(consumer.committed(Set.of(paused, running)))
                    .isEqualTo(Map.of(paused, begin, running, begin));

            assertThat(consumer.position(paused)).isZero();
            assertThat(consumer.position(running)).isEqualTo(5);
        }
    }

    @Test
    void doesNotTakeUnknownPartitionsForATimeout() {
        try (var producer = transactional()) {
            assertThatThrownBy(() -> producer.partitionsFor(name + "-not-there"))
                    .isInstanceOf(KafkaException.class)
                    .isNotInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void refusesAProducerThatAFlushIsNeededFor() {
        var config = ClientDefaults.producer(FIXTURE.kafka(), name);
        assertThatThrownBy(() -> new StreamsClients(commits::add).getProducer(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exactly_once_v2");
    }

    /** That sends nothing by itself. */
    private Producer<byte[], byte[]> transactional() {
        var config = new HashMap<>(ClientDefaults.transactional(FIXTURE.kafka(), name));
        config.put("linger.ms", 60_000);
        config.put("delivery.timeout.ms", 70_000);
        config.put("compression.type", "none");
        return new StreamsClients(commits::add).getProducer(config);
    }

    private ConsumerGroupMetadata group() {
        var config = ClientDefaults.member(FIXTURE.kafka(), name, name);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            return consumer.groupMetadata();
        }
    }

    private ProducerRecord<byte[], byte[]> record(int partition, int bytes) {
        return new ProducerRecord<>(name, partition, new byte[0], new byte[bytes]);
    }

    private static void namesTheRefusal(Throwable failure) {
        assertThat(Stream.iterate(failure, Objects::nonNull, Throwable::getCause))
                .anyMatch(RecordTooLargeException.class::isInstance);
    }

    /** How many records a reader of what is committed finds. */
    private int committed() {
        var partitions =
                IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(name, i)).toList();
        var config = ClientDefaults.consumer(FIXTURE.kafka(), name);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            int found = 0;
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                found += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return found;
        }
    }
}
