package io.quaestor.ingest;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One record in, its whole outcome out. What it forwards and the number it takes from the sequence
 * are committed together with the record's offset.
 */
final class RequestProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private final Desk desk;
    private final IngestMeters meters;
    private final CommitPace pace;
    private @Nullable Task task;

    private record Task(
            ProcessorContext<byte[], Outbound> context,
            TaskSequence sequence,
            EarlyCommits commits) {}

    RequestProcessor(Desk desk, IngestMeters meters, CommitPace pace) {
        this.desk = desk;
        this.meters = meters;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        KeyValueStore<String, Long> store = context.getStateStore(IngestTopology.SEQUENCE_STORE);
        task =
                new Task(
                        context,
                        new TaskSequence(store, context.taskId().partition()),
                        new EarlyCommits(context, pace));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("process before init");
        }
        process(record, task);
    }

    private void process(Record<byte[], byte[]> record, Task task) {
        var next = task.sequence().next();
        var now = Instant.ofEpochMilli(task.context().currentSystemTimeMs());
        var submittedAt = Instant.ofEpochMilli(record.timestamp());
        var outcome = desk.outcome(original(record, task.context()), submittedAt, next, now);
        if (!(outcome instanceof Desk.Outcome.DeadLettered)) {
            task.sequence().taken(next);
        }
        for (var outbound : outcome.records()) {
            forward(outbound, record.timestamp(), task.context());
        }
        meters.count(outcome);
        task.commits().processed();
    }

    /** Decoding needs the record as the consumer saw it. */
    private static ConsumerRecord<byte[], byte[]> original(
            Record<byte[], byte[]> record, ProcessorContext<byte[], Outbound> context) {
        var at = context.recordMetadata().orElseThrow();
        return new ConsumerRecord<>(
                at.topic(),
                at.partition(),
                at.offset(),
                record.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    /**
     * A topic without partitions (a reply topic that was just deleted) shows as a timeout. Streams
     * takes that for a damaged task, closes just this one, and may commit what it had sent so far
     * with the offsets of the others; any other exception aborts the whole transaction.
     */
    private static void forward(
            Outbound outbound, long timestamp, ProcessorContext<byte[], Outbound> context) {
        try {
            context.forward(new Record<>(outbound.key(), outbound, timestamp, outbound.headers()));
        } catch (TimeoutException e) {
            throw new IllegalStateException("cannot send to " + outbound.topic(), e);
        }
    }
}
