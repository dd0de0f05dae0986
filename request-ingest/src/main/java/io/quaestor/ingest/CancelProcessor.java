package io.quaestor.ingest;

import org.apache.kafka.streams.processor.api.Record;

/** One cancellation in, what its job's owner is told out. */
final class CancelProcessor extends TaskProcessor {

    private final Cancellations cancellations;
    private final IngestMeters meters;

    CancelProcessor(Cancellations cancellations, IngestMeters meters, CommitPace pace) {
        super(pace);
        this.cancellations = cancellations;
        this.meters = meters;
    }

    @Override
    void process(Record<byte[], byte[]> record, IngestTask task) {
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
