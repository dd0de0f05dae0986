package io.quaestor.ingest;

import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One submission in, its whole outcome out. What it forwards, what it changes in the ledger and the
 * numbers it takes from the sequence are committed together with the record's offset.
 */
final class RequestProcessor extends TaskProcessor {

    private final Desk desk;
    private final IngestMeters meters;
    private @Nullable Cancellable sweeping;

    RequestProcessor(Desk desk, IngestMeters meters, CommitPace pace) {
        super(pace);
        this.desk = desk;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        super.init(context);
        var sweep = new LedgerSweep(IngestTask.entries(context), desk.ledger());
        sweeping =
                context.schedule(
                        LedgerSweep.PAUSE,
                        PunctuationType.WALL_CLOCK_TIME,
                        _ -> sweep.slice(Instant.ofEpochMilli(context.currentSystemTimeMs())));
    }

    @Override
    public void close() {
        super.close();
        if (sweeping != null) {
            sweeping.cancel();
            sweeping = null;
        }
    }

    @Override
    void process(Record<byte[], byte[]> record, IngestTask task) {
        var now = task.now();
        var reading = desk.read(IngestTask.original(record, task.context()), now);
        var job = Desk.job(reading);
        var entry = job.flatMap(task.ledger()::find);
        var first = task.sequence().next();
        var outcome = desk.outcome(reading, entry, first, now);
        task.sequence().taken(first, outcome.numbers());
        outcome.change().ifPresent(next -> task.ledger().keep(job.orElseThrow(), next));
        task.forward(outcome.records(), record.timestamp());
        meters.count(outcome.kind());
        task.commits().processed();
    }
}
