package io.quaestor.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the processors of one task share: its stores, its clock and its way out. */
record IngestTask(
        ProcessorContext<byte[], Outbound> context,
        TaskSequence sequence,
        LedgerStore ledger,
        EarlyCommits commits) {

    static IngestTask of(ProcessorContext<byte[], Outbound> context, CommitPace pace) {
        KeyValueStore<String, Long> numbers = context.getStateStore(IngestTopology.SEQUENCE_STORE);
        return new IngestTask(
                context,
                new TaskSequence(numbers, context.taskId().partition()),
                new LedgerStore(entries(context)),
                new EarlyCommits(context, pace));
    }

    static KeyValueStore<byte[], byte[]> entries(ProcessorContext<?, ?> context) {
        return context.getStateStore(IngestTopology.LEDGER_STORE);
    }

    /** Of the request ids that it has to do with. */
    int partition() {
        return context.taskId().partition();
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    /** Decoding needs the record as the consumer saw it. */
    static ConsumerRecord<byte[], byte[]> original(
            Record<byte[], byte[]> record, ProcessorContext<?, ?> context) {
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

    void forward(List<Outbound> records, long timestamp) {
        for (var outbound : records) {
            context.forward(new Record<>(outbound.key(), outbound, timestamp, outbound.headers()));
        }
    }
}
