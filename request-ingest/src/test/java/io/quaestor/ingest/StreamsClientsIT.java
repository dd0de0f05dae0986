package io.quaestor.ingest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.StreamsClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class StreamsClientsIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER);

    private final String name = "it-clients-" + Long.toString(System.nanoTime(), 36);

    @Test
    void sendsWithTheCommitWhatEachTaskFlushes() throws Exception {
        try (var admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
                var producer = transactional()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            var ofOneTask = producer.send(record(10));
            producer.flush();
            var ofAnother = producer.send(record(10));
            producer.flush();
            assertThat(ofOneTask).isNotDone();

            producer.commitTransaction();

            assertThat(ofOneTask).isDone();
            assertThat(ofAnother).isDone();
            assertThat(committed()).isEqualTo(2);
        }
    }

    @Test
    void commitsNothingWhenOneRecordIsNotTaken() throws Exception {
        try (var admin = Admin.create(ClientDefaults.admin(FIXTURE.kafka(), name));
                var producer = transactional()) {
            var topic = new NewTopic(name, 1, (short) 1);
            topic.configs(Map.of("max.message.bytes", "1000"));
            admin.createTopics(List.of(topic)).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            var refused = producer.send(record(5_000));
            producer.flush();
            assertThat(refused).isNotDone();

            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOf(KafkaException.class)
                    .hasRootCauseInstanceOf(RecordTooLargeException.class);
            producer.abortTransaction();

            producer.beginTransaction();
            producer.send(record(10));
            producer.commitTransaction();
            assertThat(committed()).isEqualTo(1);
        }
    }

    @Test
    void refusesAProducerThatAFlushIsNeededFor() {
        var config = ClientDefaults.producer(FIXTURE.kafka(), name);
        assertThatThrownBy(() -> new StreamsClients().getProducer(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exactly_once_v2");
    }

    /** That sends nothing by itself. */
    private Producer<byte[], byte[]> transactional() {
        var config = new HashMap<>(ClientDefaults.transactional(FIXTURE.kafka(), name));
        config.put("linger.ms", 60_000);
        config.put("delivery.timeout.ms", 70_000);
        config.put("compression.type", "none");
        return new StreamsClients().getProducer(config);
    }

    private ProducerRecord<byte[], byte[]> record(int bytes) {
        return new ProducerRecord<>(name, new byte[bytes]);
    }

    /** How many records a reader of what is committed finds. */
    private int committed() {
        var partition = new TopicPartition(name, 0);
        var config = ClientDefaults.consumer(FIXTURE.kafka(), name);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            int found = 0;
            while (consumer.position(partition) < end) {
                found += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return found;
        }
    }
}
