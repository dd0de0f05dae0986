package io.quaestor.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The journal in, ends of jobs out, as they were written and under their request id. */
final class EndFilter implements Processor<byte[], byte[], byte[], byte[]> {

    private final Ends ends;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    EndFilter(Ends ends) {
        this.ends = ends;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var task = context;
        if (task == null) {
            throw new IllegalStateException("process before init");
        }
        ends.end(IngestTask.original(record, task))
                .ifPresent(
                        event ->
                                task.forward(
                                        JournalTime.noted(record)
                                                .withKey(
                                                        event.getRequestId()
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8))));
    }
}
