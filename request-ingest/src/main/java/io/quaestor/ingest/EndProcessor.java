package io.quaestor.ingest;

import io.quaestor.event.JournalEvent;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.kernel.JobId;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The end of a job in, orders for those who waited for it out. Its commit is left to the interval:
 * nobody waits for the ledger but a duplicate.
 */
final class EndProcessor extends TaskProcessor {

    private final Ends ends;

    EndProcessor(Ends ends, CommitPace pace) {
        super(pace);
        this.ends = ends;
    }

    @Override
    void process(Record<byte[], byte[]> record, IngestTask task) {
        ends.end(IngestTask.original(record, task.context()))
                .ifPresent(event -> fold(event, record, task));
    }

    private void fold(JournalEvent event, Record<byte[], byte[]> record, IngestTask task) {
        var job = JobId.ofTexts(event.getDepartment(), event.getRequestId());
        var at = JournalTime.of(record.headers()).orElseGet(event::getAt);
        switch (ends.decided(event, at, task.ledger().find(job))) {
            case Decision.Close close -> {
                task.ledger().keep(job, close.end());
                task.forward(
                        ends.orders(event, close, task.partition(), task.now()),
                        record.timestamp());
            }
            case Decision.Unrelated _ -> {}
        }
    }
}
