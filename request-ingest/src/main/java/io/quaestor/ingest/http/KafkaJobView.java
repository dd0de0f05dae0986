package io.quaestor.ingest.http;

import io.quaestor.event.JournalEvent;
import io.quaestor.ingest.job.JobBook;
import io.quaestor.ingest.job.ReadBack;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: keeps a {@link JobBook} up to date with the whole journal, all lanes, so that any instance
 * can answer about any job. Its loop goes on where it was after a failure.
 */
final class KafkaJobView implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaJobView.class);

    private static final List<TopicPartition> LANES =
            IntStream.range(0, Topics.LANES)
                    .mapToObj(lane -> new TopicPartition(Topics.JOURNAL, lane))
                    .toList();

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    /** By default it is a minute, and for so long a loop that is to end would not. */
    private static final int ANSWER_MS = 5_000;

    private static final Duration POLL = Duration.ofMillis(500);

    /*
     * How late the view is at most for the sake of larger fetches, and how much of the heap they take:
     * two fetches of one broker at a time.
     */
    private static final int FETCH_WAIT_MS = 100;
    private static final int FETCH_MIN_BYTES = 128 * 1024;
    private static final int FETCH_MAX_BYTES = 2 * 1024 * 1024;
    private static final int LANE_FETCH_MAX_BYTES = 256 * 1024;

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final String clientId;
    private final JobBook book;
    private final Instant wantedFrom;
    private final long offsetsMax;
    private final SupervisedLoop loop;

    private volatile boolean isCaughtUp;
    private volatile Instant reachesBackTo;

    /* Of the loop's thread alone, and kept over its lives. */
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<Integer> cutLanes = new HashSet<>();

    /**
     * @param wantedFrom how far back the journal is read
     * @param offsetsMax most offsets to read at start; less far back then
     */
    KafkaJobView(
            KafkaSettings kafka,
            RegistryClient registry,
            String clientId,
            JobBook book,
            Instant wantedFrom,
            long offsetsMax) {
        this.kafka = kafka;
        this.registry = registry;
        this.clientId = clientId + "-job-view";
        this.book = book;
        this.wantedFrom = wantedFrom;
        this.reachesBackTo = wantedFrom;
        this.offsetsMax = offsetsMax;
        this.loop = new SupervisedLoop("job-view", STALL_BOUND, Reader::new);
    }

    KafkaJobView start() {
        loop.start();
        return this;
    }

    JobBook book() {
        return book;
    }

    /** Whether all is folded that was committed when the view began. */
    boolean isCaughtUp() {
        return isCaughtUp;
    }

    /** Jobs that began later are known, if they fit. */
    Instant reachesBackTo() {
        var read = reachesBackTo;
        return book.forgottenUpTo().filter(upTo -> upTo.isAfter(read)).orElse(read);
    }

    Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Reader implements LoopBody {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final RecordDecoder<JournalEvent> decoder =
                RecordDecoder.of(registry, JournalEvent.class);

        Reader() {
            consumer = new KafkaConsumer<>(config());
            consumer.assign(LANES);
            if (next.isEmpty()) {
                next.putAll(starts());
            }
            next.forEach(consumer::seek);
        }

        private Map<TopicPartition, Long> starts() {
            ends.putAll(consumer.endOffsets(LANES));
            Map<TopicPartition, Long> wanted = new HashMap<>();
            LANES.forEach(lane -> wanted.put(lane, wantedFrom.toEpochMilli()));
            Map<Integer, ReadBack.Span> spans = new HashMap<>();
            var found = consumer.offsetsForTimes(wanted);
            for (var lane : LANES) {
                var first = found.get(lane);
                long end = end(lane);
                long from = first == null ? end : first.offset();
                spans.put(lane.partition(), new ReadBack.Span(from, end));
            }
            Map<TopicPartition, Long> starts = new HashMap<>();
            ReadBack.starts(spans, offsetsMax)
                    .forEach((lane, start) -> starts.put(LANES.get(lane), start));
            noteCuts(spans, starts);
            return starts;
        }

        private void noteCuts(Map<Integer, ReadBack.Span> spans, Map<TopicPartition, Long> starts) {
            starts.forEach(
                    (lane, start) -> {
                        var span = spans.get(lane.partition());
                        if (span != null && start > span.from()) {
                            cutLanes.add(lane.partition());
                        }
                    });
        }

        private long end(TopicPartition lane) {
            return ends.getOrDefault(lane, 0L);
        }

        @Override
        public void turn() {
            for (var record : consumer.poll(POLL)) {
                fold(record);
                next.put(LANES.get(record.partition()), record.offset() + 1);
            }
            if (!isCaughtUp && LANES.stream().allMatch(this::isAtEnd)) {
                isCaughtUp = true;
                log.info("the view of jobs is caught up: {} jobs", book.size());
            }
        }

        private boolean isAtEnd(TopicPartition lane) {
            return consumer.position(lane) >= end(lane);
        }

        private void fold(ConsumerRecord<byte[], byte[]> record) {
            if (cutLanes.remove(record.partition())) {
                reachesBackTo = later(reachesBackTo, Instant.ofEpochMilli(record.timestamp()));
            }
            try {
                fold(decoder.decode(record));
            } catch (UndecodableRecordException
                    | IllegalArgumentException
                    | ArithmeticException e) {
                // Else one damaged event would end what is told of all jobs.
                log.warn("an event of the journal is left out: {}", e.getMessage());
            }
        }

        private void fold(JournalEvent event) {
            long before = book.oddities();
            book.add(event);
            if (book.oddities() > before) {
                log.atWarn()
                        .addKeyValue(TelemetryNames.JOB_ID, event.getSubject())
                        .addKeyValue(TelemetryNames.DEPARTMENT, event.getDepartment())
                        .addKeyValue(TelemetryNames.EVENT_ID, event.getEventId())
                        .log("an event that the table of job states has not");
            }
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private Map<String, Object> config() {
            var config = ClientDefaults.consumer(kafka, clientId);
            // Retention may delete what it was about to read: then there is nothing to be lost.
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
            config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
            config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
            config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
            config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LANE_FETCH_MAX_BYTES);
            return config;
        }

        @Override
        public void wakeup() {
            consumer.wakeup();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
