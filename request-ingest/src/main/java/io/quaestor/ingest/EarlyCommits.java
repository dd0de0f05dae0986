package io.quaestor.ingest;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** One task's wishes for commits before Streams' own interval. A task at rest has no timer. */
final class EarlyCommits {

    /**
     * Streams looks at its timers between records and commits, before it waits for records. One
     * that runs before the commit measures too little; early commits stay {@link CommitPace#GAP}
     * apart all the same.
     */
    private static final Duration SOON = Duration.ofMillis(1);

    private final ProcessorContext<?, ?> context;
    private final CommitPace pace;
    private @Nullable Cancellable later;
    private @Nullable Cancellable afterCommit;

    EarlyCommits(ProcessorContext<?, ?> context, CommitPace pace) {
        this.context = context;
        this.pace = pace;
    }

    /** A record is processed: its commit is asked for now, or is thought of again soon. */
    void processed() {
        pace.processed(System.nanoTime());
        if (!ask() && later == null) {
            later = timer(CommitPace.GAP, this::thinkAgain);
        }
    }

    /** No wish is left; Streams itself lets timers run on. */
    void close() {
        later = cancelled(later);
        afterCommit = cancelled(afterCommit);
    }

    private boolean ask() {
        boolean due = pace.isDue(System.nanoTime());
        if (due) {
            context.commit();
            if (afterCommit == null) {
                afterCommit = timer(SOON, this::committed);
            }
        }
        return due;
    }

    /** What is not due now is left to the interval. */
    private void thinkAgain() {
        later = cancelled(later);
        ask();
    }

    private void committed() {
        afterCommit = cancelled(afterCommit);
        pace.committed(System.nanoTime());
    }

    private Cancellable timer(Duration in, Runnable then) {
        return context.schedule(in, PunctuationType.WALL_CLOCK_TIME, _ -> then.run());
    }

    private static @Nullable Cancellable cancelled(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }
}
