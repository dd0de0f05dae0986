package io.quaestor.ingest;

import io.quaestor.event.JournalEvent;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.kernel.JobId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The end of a job in, orders for those who waited for it out. Its commit is left to the interval:
 * nobody waits for the ledger but a duplicate.
 */
final class EndProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private final Ends ends;
    private final CommitPace pace;
    private @Nullable IngestTask task;

    EndProcessor(Ends ends, CommitPace pace) {
        this.ends = ends;
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        task = IngestTask.of(context, pace);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var here = task;
        if (here == null) {
            throw new IllegalStateException("process before init");
        }
        ends.end(IngestTask.original(record, here.context()))
                .ifPresent(event -> fold(event, record, here));
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
