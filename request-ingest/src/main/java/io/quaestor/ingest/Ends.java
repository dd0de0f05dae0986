package io.quaestor.ingest;

import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.Stage;
import io.quaestor.event.Terminal;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.ingest.ledger.Entry;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.ledger.News;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.BranchReader;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the ends of jobs among the events of the journal, and says what the ledger makes of them.
 *
 * <p>A job has six events or more, and one of them is its end: the others are told by the branch of
 * their union, with nothing built of them.
 */
record Ends(
        BranchReader branches,
        RecordDecoder<JournalEvent> decoder,
        RecordEncoder encoder,
        Ledger ledger,
        Patience patience) {

    private static final Logger log = LoggerFactory.getLogger(Ends.class);

    private static final Set<String> TERMINAL =
            Set.of(JobFinished.getClassSchema().getName(), JobRejected.getClassSchema().getName());

    /**
     * The event, if it ends a job that the ledger may follow: ingest's own rejections began none.
     */
    Optional<JournalEvent> end(ConsumerRecord<byte[], byte[]> record) {
        try {
            return patience.until(
                    () ->
                            TERMINAL.contains(branches.branch(record))
                                    ? Optional.of(decoder.decode(record)).filter(Ends::isOfARun)
                                    : Optional.empty());
        } catch (UndecodableRecordException e) {
            // Those who keep money and log dead-letter it; there is nobody to be answered here.
            log.warn("an event of the journal is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isOfARun(JournalEvent event) {
        return event.getStage() != Stage.INGEST && terminal(event).isPresent();
    }

    private static Optional<Terminal> terminal(JournalEvent event) {
        return switch (event.getEvent()) {
            case JobFinished finished -> Optional.of(finished.getTerminal());
            case JobRejected rejected -> Optional.of(rejected.getTerminal());
            default -> Optional.empty();
        };
    }

    /**
     * What the ledger makes of it.
     *
     * @param at when the broker took it into the journal
     */
    Decision.OfEnd decided(JournalEvent event, Instant at, Optional<Entry> entry) {
        var terminal = terminal(event).orElseThrow();
        var news =
                new News.Ended(
                        event.getRun(),
                        terminal.getStatus(),
                        terminal.getReplayable(),
                        Optional.ofNullable(terminal.getResponse()).map(Place::of),
                        at);
        return ledger.decide(entry, news);
    }

    /**
     * Orders for the submissions that waited for it.
     *
     * @param partition of their request id
     */
    List<Outbound> orders(JournalEvent event, Decision.Close close, int partition, Instant now) {
        return patience.until(
                () ->
                        Stream.concat(
                                        close.answered().stream()
                                                .map(one -> repeat(event, close.end(), one, now)),
                                        close.anew().stream()
                                                .map(one -> submit(event, one, partition, now)))
                                .map(this::outbound)
                                .toList());
    }

    private static ReplayOrder repeat(
            JournalEvent event, Entry.Ended end, Entry.Waiting waiting, Instant now) {
        var order = order(event, waiting, now);
        order.setOriginal(end.response().map(Place::position).orElse(null));
        return order;
    }

    private static ReplayOrder submit(
            JournalEvent event, Entry.Waiting waiting, int partition, Instant now) {
        var order = order(event, waiting, now);
        order.setRequest(
                new TopicPosition(Topics.REQUESTS, partition, waiting.offset().orElseThrow()));
        return order;
    }

    private static ReplayOrder order(JournalEvent event, Entry.Waiting waiting, Instant now) {
        return new ReplayOrder(
                event.getLane(),
                event.getSubject(),
                event.getDepartment(),
                event.getRequestId(),
                event.getRun(),
                waiting.submission().position(),
                waiting.submittedAt(),
                waiting.replyTopic(),
                null,
                now,
                event.getTrace(),
                null);
    }

    private Outbound outbound(ReplayOrder order) {
        return Outbound.of(
                Topics.REPLAYS,
                Outbound.BY_KEY,
                order.getJobId(),
                encoder.encode(Topics.REPLAYS, order));
    }
}
