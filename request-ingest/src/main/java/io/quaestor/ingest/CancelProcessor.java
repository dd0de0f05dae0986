package io.quaestor.ingest;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** One cancellation in, what its job's owner is told out. */
final class CancelProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private final Cancellations cancellations;
    private final IngestMeters meters;
    private final CommitPace pace;
    private @Nullable IngestTask task;

    CancelProcessor(Cancellations cancellations, IngestMeters meters, CommitPace pace) {
        this.cancellations = cancellations;
        this.meters = meters;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        task = IngestTask.of(context, pace);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("process before init");
        }
        process(record, task);
    }

    private void process(Record<byte[], byte[]> record, IngestTask task) {
        var reading = cancellations.read(IngestTask.original(record, task.context()));
        var job = Cancellations.job(reading);
        var entry = job.flatMap(task.ledger()::find);
        var first = task.sequence().next();
        var written = cancellations.written(reading, entry, first, task.now());
        task.sequence().taken(first, written.numbers());
        written.change().ifPresent(next -> task.ledger().keep(job.orElseThrow(), next));
        task.forward(written.records(), record.timestamp());
        meters.count(written.kind());
        task.commits().processed();
    }
}
