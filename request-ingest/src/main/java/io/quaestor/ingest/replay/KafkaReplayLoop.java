package io.quaestor.ingest.replay;

import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.JobId;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.KafkaTransaction;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.TransactionPace;
import io.quaestor.wire.TransactionResult;
import io.quaestor.wire.TransactionalProducers;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Edge: takes orders in the order of their offsets, some hundreds at a time, reads the answers that
 * they name, and writes them again in one transaction with the orders' offsets; or the requests
 * that they name, which begin a new run.
 *
 * <p>What was polled is worked off before the next poll, so partitions never change hands with
 * orders in hand. Whatever goes wrong beyond a single answer ends the body: the next one begins at
 * the committed offsets.
 */
final class KafkaReplayLoop implements LoopBody {

    private static final Logger log = LoggerFactory.getLogger(KafkaReplayLoop.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /** A broker that has just started creates its transaction log first. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    /** Orders of one transaction. */
    private static final int ORDERS_MAX = 500;

    /** Answers in hand, beside as much again on its way out; one may be larger. */
    private static final long BYTES_MAX = 8L << 20;

    /** Polled orders whose answers have 8 MiB each take minutes. */
    private static final int MAX_POLL_INTERVAL_MS = 10 * 60 * 1_000;

    private final String instance;
    private final ReplayMeters meters;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaTransaction transaction;
    private final KafkaOriginals originals;
    private final RecordDecoder<ReplayOrder> orderDecoder;
    private final RecordDecoder<LlmResponse> responseDecoder;
    private final RecordDecoder<LlmRequest> requestDecoder;
    private final RecordEncoder encoder;
    private final TransactionPace pace = new TransactionPace();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private int most = ORDERS_MAX;

    /** How many came with the last poll. */
    private int polled;

    KafkaReplayLoop(
            KafkaSettings kafka,
            RegistryClient registry,
            String instance,
            String clientId,
            ReplayMeters meters) {
        this.instance = instance;
        this.meters = meters;
        this.orderDecoder = RecordDecoder.of(registry, ReplayOrder.class);
        this.responseDecoder = RecordDecoder.of(registry, LlmResponse.class);
        this.requestDecoder = RecordDecoder.of(registry, LlmRequest.class);
        this.encoder = RecordEncoder.ofValues(registry);
        encoder.warm(Topics.RESPONSES, LlmResponse.getClassSchema());
        encoder.warm(Topics.JOURNAL, JournalEvent.getClassSchema());
        this.producer = TransactionalProducers.open(kafka, clientId, START_PATIENCE);
        this.transaction = new KafkaTransaction(producer);
        this.originals = new KafkaOriginals(kafka, clientId + "-originals");
        var config = ClientDefaults.member(kafka, clientId, Groups.REPLAYS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ORDERS_MAX);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        this.consumer = new KafkaConsumer<>(config);
        consumer.subscribe(Set.of(Topics.REPLAYS));
    }

    @Override
    public void turn() throws InterruptedException {
        if (waiting.isEmpty()) {
            // A full poll is followed by another: there is nothing to be gained by a rest.
            long restNanos = pace.restNanos(System.nanoTime(), polled);
            if (restNanos > 0 && stopping.await(restNanos, TimeUnit.NANOSECONDS)) {
                return;
            }
            consumer.poll(POLL).forEach(waiting::add);
            polled = waiting.size();
        }
        if (!waiting.isEmpty()) {
            replay(waiting.stream().limit(most).toList());
        }
    }

    private record Read(List<ReplayOrder> orders, List<ProducerRecord<byte[], byte[]>> letters) {}

    private void replay(List<ConsumerRecord<byte[], byte[]>> records) {
        var read = read(records);
        var places =
                read.orders().stream()
                        .flatMap(order -> Stream.of(order.getOriginal(), order.getRequest()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        var found = originals.read(places, BYTES_MAX);
        if (!found.whole() && records.size() > 1) {
            // Large answers: fewer of them at a time.
            most = records.size() / 2;
            return;
        }
        var work = work(read, found);
        if (work.isEmpty()) {
            most = Math.max(1, records.size() / 2);
            return;
        }
        long beganNanos = System.nanoTime();
        publish(work.get(), offsets(records));
        pace.tried(beganNanos, System.nanoTime());
        records.forEach(_ -> waiting.removeFirst());
        most = Math.min(ORDERS_MAX, 2 * most);
        count(work.get());
    }

    private Read read(List<ConsumerRecord<byte[], byte[]>> records) {
        var read = new Read(new ArrayList<>(), new ArrayList<>());
        for (var record : records) {
            try {
                read.orders().add(orderDecoder.decode(record));
            } catch (UndecodableRecordException e) {
                log.warn("dead letter: {}", e.getMessage());
                read.letters()
                        .add(
                                DeadLetter.of(
                                                record,
                                                Groups.REPLAYS,
                                                e.reason().name(),
                                                String.valueOf(e.getMessage()))
                                        .withSchemaId(e.schemaId())
                                        .record());
            }
        }
        return read;
    }

    /** An answer as it is sent. */
    private record Answer(Repetition repetition, byte[] value) {}

    /** What one transaction carries beside offsets. */
    private record Work(
            List<Answer> answers,
            List<ProducerRecord<byte[], byte[]>> requests,
            List<ProducerRecord<byte[], byte[]>> letters) {}

    /** Empty if there is no room for all: many may repeat one large answer. */
    private Optional<Work> work(Read read, KafkaOriginals.Found found) {
        var work = new Work(new ArrayList<>(), new ArrayList<>(), read.letters());
        long bytes = 0;
        for (var order : read.orders()) {
            if (bytes > BYTES_MAX) {
                return Optional.empty();
            }
            var request = request(order, found);
            if (request.isPresent()) {
                work.requests().add(request.get());
                bytes += request.get().value().length;
            } else {
                var answer = answer(Repetition.of(order, original(order, found), Instant.now()));
                work.answers().add(answer);
                bytes += answer.value().length;
            }
        }
        return Optional.of(work);
    }

    private void count(Work work) {
        work.answers().forEach(answer -> meters.count(answer.repetition().outcome()));
        work.requests().forEach(_ -> meters.count(Repetition.Outcome.RESUBMITTED));
    }

    /** The request that is submitted anew; empty where none is wanted, or it is gone. */
    private Optional<ProducerRecord<byte[], byte[]>> request(
            ReplayOrder order, KafkaOriginals.Found found) {
        return Optional.ofNullable(order.getRequest())
                .flatMap(found::at)
                .filter(record -> asks(record, order))
                .map(record -> Resubmission.of(order, record));
    }

    /** A topic that was made anew holds something else in that place. */
    private boolean asks(ConsumerRecord<byte[], byte[]> record, ReplayOrder order) {
        try {
            var request = requestDecoder.decode(record);
            return JobId.ofTexts(request.getDepartment(), request.getRequestId())
                    .text()
                    .equals(order.getJobId());
        } catch (UndecodableRecordException e) {
            said(order).log("a request cannot be submitted anew: {}", e.getMessage());
            return false;
        }
    }

    private Optional<LlmResponse> original(ReplayOrder order, KafkaOriginals.Found found) {
        return Optional.ofNullable(order.getOriginal())
                .flatMap(found::at)
                .flatMap(record -> decoded(order, record));
    }

    private Optional<LlmResponse> decoded(
            ReplayOrder order, ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(responseDecoder.decode(record));
        } catch (UndecodableRecordException e) {
            said(order).log("an answer cannot be repeated: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** A warning with the ids by which people search. */
    private static LoggingEventBuilder said(ReplayOrder order) {
        return log.atWarn()
                .addKeyValue(TelemetryNames.JOB_ID, order.getJobId())
                .addKeyValue(TelemetryNames.DEPARTMENT, order.getDepartment());
    }

    /** Under the subject of our own topic: the id in the bytes means the same on every topic. */
    private Answer answer(Repetition repetition) {
        byte[] value = encoder.encode(Topics.RESPONSES, repetition.response());
        return value.length > Topics.MAX_INTERNAL_BYTES
                ? answer(repetition.undeliverable())
                : new Answer(repetition, value);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(
            List<ConsumerRecord<byte[], byte[]>> records) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var record : records) {
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1));
        }
        return offsets;
    }

    /** Again without each answer that cannot be written as it is. */
    private void publish(Work work, Map<TopicPartition, OffsetAndMetadata> offsets) {
        var answers = work.answers();
        while (true) {
            var result = transaction.run(content(work, offsets), consumer.groupMetadata());
            switch (result) {
                case TransactionResult.Committed _ -> {
                    return;
                }
                case TransactionResult.Aborted(var culprit, var cause)
                        when culprit.isPresent() && culprit.getAsInt() < answers.size() ->
                        replace(answers, culprit.getAsInt(), cause);
                case TransactionResult.Aborted(_, var cause) -> throw failed(cause);
                case TransactionResult.Lost(var cause) -> throw failed(cause);
            }
        }
    }

    private static IllegalStateException failed(Exception cause) {
        return new IllegalStateException("replays were not committed", cause);
    }

    private KafkaTransaction.Content content(
            Work work, Map<TopicPartition, OffsetAndMetadata> offsets) {
        var first = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var answer : work.answers()) {
            var repetition = answer.repetition();
            first.add(
                    Lanes.keyed(repetition.topic(), repetition.order().getJobId(), answer.value()));
        }
        first.addAll(work.requests());
        first.addAll(work.letters());
        return new KafkaTransaction.Content(first, at -> events(work.answers(), at), offsets);
    }

    private List<ProducerRecord<byte[], byte[]>> events(
            List<Answer> answers, List<RecordMetadata> positions) {
        var now = Instant.now();
        return IntStream.range(0, answers.size())
                .mapToObj(i -> event(answers.get(i).repetition(), positions.get(i), now))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> event(
            Repetition repetition, RecordMetadata at, Instant now) {
        var position = new TopicPosition(at.topic(), at.partition(), at.offset());
        var event = repetition.event(position, instance, now);
        return Lanes.record(
                Topics.JOURNAL,
                event.getLane(),
                event.getSubject(),
                encoder.encode(Topics.JOURNAL, event));
    }

    /** A topic that is gone is gone for all; a record may be too large alone. */
    private void replace(List<Answer> answers, int culprit, Exception cause) {
        var topic = answers.get(culprit).repetition().topic();
        if (topic.equals(Topics.RESPONSES)) {
            throw failed(cause);
        }
        var first = answers.get(culprit).repetition().order();
        log.atWarn()
                .addKeyValue(TelemetryNames.JOB_ID, first.getJobId())
                .addKeyValue(TelemetryNames.DEPARTMENT, first.getDepartment())
                .log("answers do not go to {}: {}", topic, cause.toString());
        for (int i = 0; i < answers.size(); i++) {
            var repetition = answers.get(i).repetition();
            boolean same =
                    !(cause instanceof RecordTooLargeException) && repetition.topic().equals(topic);
            if (i == culprit || same) {
                answers.set(i, answer(repetition.undeliverable()));
            }
        }
    }

    @Override
    public void wakeup() {
        stopping.countDown();
        consumer.wakeup();
        originals.wakeup();
    }

    @Override
    public void close() {
        originals.close();
        consumer.close();
        producer.close(Duration.ZERO);
    }
}
