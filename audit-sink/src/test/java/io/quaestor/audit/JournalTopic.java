package io.quaestor.audit;

import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.Lane;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The journal on a real broker, as other services write it and as anyone can read it. */
final class JournalTopic implements AutoCloseable {

    private final KafkaSettings kafka;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;

    JournalTopic(KafkaFixture fixture) {
        this.kafka = fixture.kafka();
        try (TopicProvisioner provisioner = new TopicProvisioner(kafka)) {
            provisioner.provision(List.of());
        }
        this.encoder = RecordEncoder.ofValues(RegistryClient.from(patient(kafka.registry())));
        this.producer = new KafkaProducer<>(ClientDefaults.transactional(kafka, "journal-topic"));
        producer.initTransactions();
    }

    /** A registry that has just started takes seconds for its first answer. */
    private static Map<String, String> patient(Map<String, String> registry) {
        Map<String, String> patient = new HashMap<>(registry);
        patient.put("schema.registry.request.timeout.ms", "30000");
        return patient;
    }

    void commit(List<JournalEvent> events) {
        send(events);
        producer.commitTransaction();
    }

    /** Writes them so that they lie in the topic, and takes them back. */
    void abort(List<JournalEvent> events) {
        send(events);
        producer.flush();
        producer.abortTransaction();
    }

    void commitRaw(Lane lane, byte @Nullable [] key, byte @Nullable [] value) {
        producer.beginTransaction();
        // A failed send fails the commit.
        var _ = producer.send(new ProducerRecord<>(Topics.JOURNAL, lane.partition(), key, value));
        producer.commitTransaction();
    }

    private void send(List<JournalEvent> events) {
        producer.beginTransaction();
        for (JournalEvent event : events) {
            var _ =
                    producer.send(
                            Lanes.record(
                                    Topics.JOURNAL,
                                    event.getLane(),
                                    event.getSubject(),
                                    encoder.encode(Topics.JOURNAL, event)));
        }
    }

    /** Everything that is committed in the lane, read without the sink's code. */
    List<ConsumerRecord<byte[], byte[]>> committed(Lane lane) {
        TopicPartition partition = new TopicPartition(Topics.JOURNAL, lane.partition());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ClientDefaults.consumer(kafka, "reader"))) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** Where the lane ends, markers included. */
    long end(Lane lane) {
        TopicPartition partition = new TopicPartition(Topics.JOURNAL, lane.partition());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ClientDefaults.consumer(kafka, "reader"))) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
