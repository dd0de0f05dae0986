package io.quaestor.ingest;

import io.quaestor.event.JobEnded;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.kernel.JobId;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a job in, orders for those who waited for it out. Its commit is left to the interval:
 * nobody waits for the ledger but a duplicate.
 */
final class EndProcessor extends TaskProcessor {

    private static final Logger log = LoggerFactory.getLogger(EndProcessor.class);

    private final Ends ends;

    EndProcessor(Ends ends, CommitPace pace) {
        super(pace);
        this.ends = ends;
    }

    @Override
    void process(Record<byte[], byte[]> record, IngestTask task) {
        var original = IngestTask.original(record, task.context());
        try {
            fold(ends.read(original), record.timestamp(), task);
        } catch (UndecodableRecordException e) {
            log.warn("dead letter: {}", e.getMessage());
            task.forward(List.of(DeadLetters.undecodable(original, e)), record.timestamp());
        }
    }

    private void fold(JobEnded ended, long timestamp, IngestTask task) {
        var job = JobId.ofTexts(ended.getDepartment(), ended.getRequestId());
        var at = Instant.ofEpochMilli(timestamp);
        switch (ends.decided(ended, at, task.ledger().find(job))) {
            case Decision.Close close -> {
                task.ledger().keep(job, close.end());
                task.forward(ends.orders(ended, close, task.partition(), task.now()), timestamp);
            }
            case Decision.Unrelated _ -> {}
        }
    }
}
