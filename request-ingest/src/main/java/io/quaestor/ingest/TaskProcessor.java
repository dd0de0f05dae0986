package io.quaestor.ingest;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** One record in, what follows from it out: what the processors of a task have in common. */
abstract class TaskProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private final CommitPace pace;
    private @Nullable IngestTask task;

    TaskProcessor(CommitPace pace) {
        this.pace = pace;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        task = IngestTask.of(context, pace);
    }

    /** A task that failed is opened anew: nothing may go on in this one. */
    @Override
    public void close() {
        var opened = task;
        if (opened != null) {
            opened.commits().close();
            task = null;
        }
    }

    @Override
    public final void process(Record<byte[], byte[]> record) {
        var opened = task;
        if (opened == null) {
            throw new IllegalStateException("process before init");
        }
        process(record, opened);
    }

    abstract void process(Record<byte[], byte[]> record, IngestTask task);
}
