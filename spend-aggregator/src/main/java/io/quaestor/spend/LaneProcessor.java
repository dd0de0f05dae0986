package io.quaestor.spend;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.spend.fold.Change;
import io.quaestor.spend.fold.Folded;
import io.quaestor.spend.fold.LaneBook;
import io.quaestor.spend.fold.LaneFold;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One lane in Streams: decodes, folds, keeps, publishes.
 *
 * <p>States are flushed at most every {@link #FLUSH_INTERVAL}, more rarely under load; charges and
 * budget events at once. Timers run only while they have something to do, because each of their
 * turns makes Streams commit.
 */
final class LaneProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private static final Logger log = LoggerFactory.getLogger(LaneProcessor.class);

    static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);

    /**
     * While commits are left to their interval of 400 ms: who flushes more often writes states that
     * nobody sees before the next ones.
     */
    static final Duration BUSY_FLUSH_INTERVAL = Duration.ofMillis(200);

    static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(5);
    static final Duration UPKEEP_INTERVAL = Duration.ofHours(1);

    private final SpendWiring wiring;
    private final String storeName;

    // Set by init, which Streams calls first.
    private @Nullable Lane lane;

    LaneProcessor(SpendWiring wiring, String storeName) {
        this.wiring = wiring;
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        lane = new Lane(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (lane == null) {
            throw new IllegalStateException("processed before it was initialised");
        }
        lane.process(record);
    }

    /** A task that failed is opened anew, with another lane: nothing may go on in this one. */
    @Override
    public void close() {
        if (lane != null) {
            lane.close();
            lane = null;
        }
    }

    /** The lane while Streams runs its task here. */
    private final class Lane {

        private final ProcessorContext<byte[], Outbound> context;
        private final LaneBook book;
        private final Outlet outlet;
        private final Instant openedAt;
        private final Cancellable upkeepTimer;
        private long flushedMillis;
        private Duration flushInterval = FLUSH_INTERVAL;
        private @Nullable Cancellable flushTimer;
        private @Nullable Cancellable expiryTimer;

        Lane(ProcessorContext<byte[], Outbound> context) {
            this.context = context;
            int number = context.taskId().partition();
            this.book =
                    new LaneBook(
                            number,
                            wiring.foldEpoch(),
                            new StoreEntries(context.getStateStore(storeName)));
            this.outlet = new Outlet(context, wiring.encoder(), number);
            this.openedAt = Instant.ofEpochMilli(context.currentSystemTimeMs());
            this.upkeepTimer =
                    context.schedule(
                            UPKEEP_INTERVAL,
                            PunctuationType.WALL_CLOCK_TIME,
                            now -> upkeep(Instant.ofEpochMilli(now)));
            startTimers();
        }

        /** Streams itself lets timers run on. */
        void close() {
            upkeepTimer.cancel();
            flushTimer = cancelled(flushTimer);
            expiryTimer = cancelled(expiryTimer);
        }

        void process(Record<byte[], byte[]> streamed) {
            wiring.meters().events.increment();
            long nowMillis = context.currentSystemTimeMs();
            wiring.pace().count(nowMillis, Duration.ofMillis(nowMillis - streamed.timestamp()));
            var record = original(streamed);
            try {
                var event = wiring.decoder().decode(record);
                wiring.meters().journal.seen(event);
                fold(record, event);
            } catch (UndecodableRecordException e) {
                deadLetter(record, e.reason().name(), String.valueOf(e.getMessage()));
            }
            if (book.isDirty()
                    && context.currentSystemTimeMs() - flushedMillis >= flushInterval.toMillis()) {
                flush();
            }
            startTimers();
        }

        private ConsumerRecord<byte[], byte[]> original(Record<byte[], byte[]> streamed) {
            var at = context.recordMetadata().orElseThrow();
            return new ConsumerRecord<>(
                    at.topic(),
                    at.partition(),
                    at.offset(),
                    streamed.timestamp(),
                    TimestampType.CREATE_TIME,
                    ConsumerRecord.NULL_SIZE,
                    ConsumerRecord.NULL_SIZE,
                    streamed.key(),
                    streamed.value(),
                    streamed.headers(),
                    Optional.empty());
        }

        private void fold(ConsumerRecord<byte[], byte[]> record, JournalEvent event) {
            switch (LaneFold.fold(book, event, record.offset())) {
                case Folded.Changes(List<Change> changes) -> {
                    book.apply(record.offset(), changes);
                    changes.forEach(change -> say(change, event));
                }
                case Folded.Unfoldable(String reason) -> {
                    said(log.atError(), event).log("cannot be folded: {}", reason);
                    deadLetter(record, "UNFOLDABLE", reason);
                }
                case Folded.Seen() -> said(log.atDebug(), event).log("folded before");
            }
        }

        private void deadLetter(
                ConsumerRecord<byte[], byte[]> record, String reason, String message) {
            wiring.meters().deadLetters.increment();
            outlet.deadLetter(record, reason, message);
            book.apply(record.offset(), List.of());
        }

        private void say(Change change, JournalEvent event) {
            switch (change) {
                case Change.Charged(Charge charge) -> {
                    wiring.meters().charges.increment();
                    outlet.charge(charge);
                }
                case Change.Judged(BudgetEvent judged) -> {
                    wiring.meters().budgetEvents.increment();
                    log.atInfo()
                            .addKeyValue(TelemetryNames.BUDGET, judged.getBudget())
                            .addKeyValue(TelemetryNames.DEPARTMENT, judged.getDepartment())
                            .log("budget {}", judged.getKind());
                    outlet.budgetEvent(judged);
                }
                case Change.LaneClaimed(LaneTaken taken) -> {
                    flush();
                    outlet.echo(book.echo(taken));
                }
                case Change.Odd(String what) -> {
                    wiring.meters().oddities.increment();
                    said(log.atWarn(), event).log("{}", what);
                }
                case Change.Kept _ -> {}
            }
        }

        private void startTimers() {
            if (book.isDirty() && flushTimer == null) {
                flushTimer =
                        context.schedule(
                                flushInterval, PunctuationType.WALL_CLOCK_TIME, _ -> flush());
            }
            if (book.hasOpenHolds() && expiryTimer == null) {
                expiryTimer =
                        context.schedule(
                                EXPIRY_INTERVAL,
                                PunctuationType.WALL_CLOCK_TIME,
                                now -> expire(Instant.ofEpochMilli(now)));
            }
        }

        /** Publishes every state that changed; soon committed when there is little to do. */
        private void flush() {
            flushTimer = cancelled(flushTimer);
            book.flush().forEach(outlet::statement);
            flushedMillis = context.currentSystemTimeMs();
            boolean busy = wiring.pace().isBusy(flushedMillis);
            flushInterval = busy ? BUSY_FLUSH_INTERVAL : FLUSH_INTERVAL;
            if (wiring.pace().isDue(flushedMillis)) {
                context.commit();
            }
        }

        private void expire(Instant now) {
            if (!book.hasOpenHolds()) {
                expiryTimer = cancelled(expiryTimer);
            }
            if (now.isBefore(openedAt.plus(wiring.expiryGrace()))) {
                return;
            }
            var patience = wiring.maximumCall().plus(wiring.expiryGrace());
            for (JournalEvent expired : book.expire(now, patience, wiring.instance())) {
                wiring.meters().holdsExpired.increment();
                said(log.atWarn(), expired)
                        .log("no end of the hold was seen: it will be charged as an estimate");
                outlet.journal(expired);
            }
        }

        private static @Nullable Cancellable cancelled(@Nullable Cancellable timer) {
            if (timer != null) {
                timer.cancel();
            }
            return null;
        }

        /** A line about an event, with the ids by which people search. */
        private LoggingEventBuilder said(LoggingEventBuilder line, JournalEvent event) {
            return line.addKeyValue(TelemetryNames.JOB_ID, event.getSubject())
                    .addKeyValue(TelemetryNames.DEPARTMENT, event.getDepartment())
                    .addKeyValue(TelemetryNames.EVENT_ID, event.getEventId());
        }

        private void upkeep(Instant now) {
            flush();
            book.forget(now).forEach(outlet::tombstone);
        }
    }
}
