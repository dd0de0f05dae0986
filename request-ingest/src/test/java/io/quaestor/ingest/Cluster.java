package io.quaestor.ingest;

import io.quaestor.event.CancelRequest;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TopicPosition;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A provisioned cluster as a test uses it: publishes what producers would, reads what consumers
 * would.
 */
final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    final KafkaSettings kafka;
    private final RegistryClient registry;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    final Admin admin;
    private final AtomicLong catalogVersion = new AtomicLong();

    Cluster(KafkaSettings kafka) {
        this.kafka = kafka;
        try (var provisioner = new TopicProvisioner(kafka)) {
            provisioner.provision(List.of());
        }
        registry = RegistryClient.from(kafka.registry());
        encoder = RecordEncoder.ofValues(registry);
        producer = new KafkaProducer<>(ClientDefaults.producer(kafka, "test"));
        admin = Admin.create(ClientDefaults.admin(kafka, "test"));
    }

    /** Publishes a catalogue version in which {@code department} has {@code lane}. */
    void apply(String department, int lane) {
        long version = catalogVersion.incrementAndGet();
        var entry =
                DepartmentEntry.newBuilder()
                        .setLane(lane)
                        .setZone("UTC")
                        .setModels(List.of("fast"))
                        .setRegions(List.of("eu-west-1"))
                        .setMaxInputBytes(1_000_000)
                        .setMaxSensitivity(Sensitivity.RESTRICTED)
                        .build();
        publish(CatalogKind.DEPARTMENT, department, version, entry);
        var whole = new CatalogVersion("", ByteBuffer.allocate(32), 1, Topics.LANES);
        publish(CatalogKind.VERSION, "version:" + version, version, whole);
    }

    private void publish(CatalogKind kind, String name, long version, Object body) {
        var entry = new CatalogEntry(kind, name, version, false, "test", "", Instant.now(), body);
        send(Lanes.keyed(Topics.CATALOG, kind + ":" + name, encode(Topics.CATALOG, entry)));
    }

    byte[] encode(String topic, IndexedRecord record) {
        return encoder.encode(topic, record);
    }

    /**
     * The request as a producer with a newer schema writes it: the service has never seen its id.
     */
    byte[] encodedByALaterProducer(LlmRequest request) {
        var own = LlmRequest.getClassSchema();
        var fields = new ArrayList<Schema.Field>();
        own.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("later", Schema.create(Schema.Type.INT), null, 0));
        var later = Schema.createRecord(own.getName(), null, own.getNamespace(), false, fields);
        var copy = new GenericData.Record(later);
        own.getFields().forEach(field -> copy.put(field.name(), request.get(field.pos())));
        copy.put("later", 1);
        return encode(Topics.REQUESTS, copy);
    }

    boolean noTransactionIsOpen() {
        try {
            return admin.listTransactions().all().get().stream()
                    .noneMatch(listing -> listing.state() == TransactionState.ONGOING);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    TopicPosition submit(LlmRequest request) {
        return submit(request.getRequestId(), encode(Topics.REQUESTS, request));
    }

    TopicPosition submit(String key, byte[] value) {
        return send(Lanes.keyed(Topics.REQUESTS, key, value));
    }

    private TopicPosition send(ProducerRecord<byte[], byte[]> record) {
        return position(producer.send(record));
    }

    /** Writes events as the stages would. */
    void journal(List<JournalEvent> events) {
        sendAll(
                events.stream()
                        .map(
                                event ->
                                        Lanes.record(
                                                Topics.JOURNAL,
                                                event.getLane(),
                                                event.getSubject(),
                                                encode(Topics.JOURNAL, event)))
                        .toList());
    }

    /** Tells of ends as workers would. */
    void end(List<JobEnded> ends) {
        sendAll(ends.stream().map(this::ended).toList());
    }

    ProducerRecord<byte[], byte[]> ended(JobEnded end) {
        return Lanes.keyed(Topics.ENDED, end.getRequestId(), encode(Topics.ENDED, end));
    }

    /** Many answers, not waiting for each. */
    List<TopicPosition> respondAll(List<LlmResponse> responses) {
        return sendAll(
                responses.stream()
                        .map(
                                response ->
                                        Lanes.keyed(
                                                Topics.RESPONSES,
                                                response.getJobId(),
                                                encode(Topics.RESPONSES, response)))
                        .toList());
    }

    /** What is committed from now on. */
    <T extends SpecificRecord> Tail<T> tail(String topic, Class<T> type) {
        var config = ClientDefaults.consumer(kafka, "test-tail-" + topic);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return new Tail<>(new KafkaConsumer<>(config), RecordDecoder.of(registry, type), topic);
    }

    /** Answers as a worker would. */
    TopicPosition respond(LlmResponse response) {
        return respond(Topics.RESPONSES, response);
    }

    TopicPosition respond(String topic, LlmResponse response) {
        byte[] value = encode(Topics.RESPONSES, response);
        return send(Lanes.keyed(topic, response.getJobId(), value));
    }

    /** Asks the replay stage for something, as the ledger would. */
    void order(ReplayOrder order) {
        byte[] value = encode(Topics.REPLAYS, order);
        send(Lanes.keyed(Topics.REPLAYS, order.getJobId(), value));
    }

    /** A producer whose transactions last for as long as a test likes. */
    KafkaProducer<byte[], byte[]> transactional(String id) {
        var config = ClientDefaults.producer(kafka, id);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        config.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(PATIENCE.toMillis() * 2));
        var transactional = new KafkaProducer<byte[], byte[]>(config);
        transactional.initTransactions();
        return transactional;
    }

    /** Cancels as any client would. */
    void cancel(CancelRequest request) {
        byte[] value = encode(Topics.CANCELLATIONS, request);
        send(Lanes.keyed(Topics.CANCELLATIONS, request.getRequestId(), value));
    }

    /** Many requests, not waiting for each. */
    List<TopicPosition> submitAll(List<LlmRequest> requests) {
        return sendAll(
                requests.stream()
                        .map(
                                request ->
                                        Lanes.keyed(
                                                Topics.REQUESTS,
                                                request.getRequestId(),
                                                encode(Topics.REQUESTS, request)))
                        .toList());
    }

    /** Many records, not waiting for each. */
    List<TopicPosition> sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        var sent = records.stream().map(producer::send).toList();
        return sent.stream().map(Cluster::position).toList();
    }

    private static TopicPosition position(Future<RecordMetadata> sent) {
        try {
            var at = sent.get();
            return new TopicPosition(at.topic(), at.partition(), at.offset());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
        var decoder = RecordDecoder.of(registry, type);
        return read(topic).stream().map(decoder::decode).toList();
    }

    <T extends SpecificRecord> RecordDecoder<T> decoder(Class<T> type) {
        return RecordDecoder.of(registry, type);
    }

    <T extends SpecificRecord> T value(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        return RecordDecoder.of(registry, type).decode(record);
    }

    /** Everything committed on the topic. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var config = ClientDefaults.consumer(kafka, "test-reader");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
