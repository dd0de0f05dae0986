package io.quaestor.router.cancel;

import io.quaestor.event.CancelRequested;
import io.quaestor.event.Job;
import io.quaestor.wire.CatchUp;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.EndOffsets;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: reads {@code llm.jobs.control} of all lanes from its start, in a thread of its own, and
 * goes on for ever. Safe for all threads.
 */
public final class KafkaCancellations implements Cancellations, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaCancellations.class);

    /** How late a question for the end may be put; a record ends the poll at once. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    /** A job lives as long as its deadline, and the topic keeps its cancellation a day longer. */
    private static final Duration LONGEST_LIFE = Topics.MAX_DEADLINE.plusDays(1);

    private static final List<TopicPartition> LANES =
            IntStream.range(0, Topics.LANES)
                    .mapToObj(lane -> new TopicPartition(Topics.CONTROL, lane))
                    .toList();

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final String clientId;
    private final BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException> letters;
    private final InstantSource clock;
    private final CancelBook book = new CancelBook();
    private final SupervisedLoop loop;
    private final CatchUp<CancelBook> catchUp = new CatchUp<>();

    /**
     * @param letters takes a record that cannot be decoded
     */
    public KafkaCancellations(
            KafkaSettings kafka,
            RegistryClient registry,
            String clientId,
            BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException> letters,
            InstantSource clock) {
        this.kafka = kafka;
        this.registry = registry;
        this.clientId = clientId + "-control";
        this.letters = letters;
        this.clock = clock;
        this.loop = new SupervisedLoop(this.clientId, STALL_BOUND, Reader::new);
    }

    public KafkaCancellations start() {
        loop.start();
        return this;
    }

    @Override
    public boolean isCancelled(Job job) {
        return book.isCancelled(job);
    }

    @Override
    public long version() {
        return book.version();
    }

    /** Completes when every cancellation that was committed before this call is known. */
    public CompletableFuture<Void> caughtUp() {
        return catchUp.ask().thenAccept(_ -> {});
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
        private final EndOffsets endOffsets;
        private final RecordDecoder<CancelRequested> decoder =
                RecordDecoder.of(registry, CancelRequested.class);
        private final CatchUp<CancelBook>.Reading catching;
        private long forgotAtNanos = System.nanoTime();

        Reader() {
            var config = ClientDefaults.consumer(kafka, clientId);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            consumer = new KafkaConsumer<>(config);
            consumer.assign(LANES);
            consumer.seekToBeginning(LANES);
            endOffsets = new EndOffsets(kafka, clientId);
            catching = catchUp.reading(() -> endOffsets.of(LANES));
        }

        @Override
        public void turn() {
            catching.begin();
            consumer.poll(POLL).forEach(this::take);
            catching.reached(consumer::position, () -> book);
            if (System.nanoTime() - forgotAtNanos > FORGET_EVERY.toNanos()) {
                forgotAtNanos = System.nanoTime();
                book.forgetBefore(clock.instant(), LONGEST_LIFE);
            }
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return;
            }
            try {
                book.put(decoder.decode(record));
            } catch (UndecodableRecordException e) {
                letters.accept(record, e);
            } catch (IllegalArgumentException e) {
                log.warn(
                        "{}-{}@{} cancels no job",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e);
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
