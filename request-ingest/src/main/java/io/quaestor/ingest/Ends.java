package io.quaestor.ingest;

import io.quaestor.event.JobEnded;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.ingest.ledger.Entry;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.ledger.News;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the ledger makes of the ends of jobs. */
record Ends(
        RecordDecoder<JobEnded> decoder, RecordEncoder encoder, Ledger ledger, Patience patience) {

    /**
     * The end that a worker wrote.
     *
     * @throws UndecodableRecordException if these bytes can never be read
     * @throws io.quaestor.wire.registry.RegistryException if the registry stays away
     */
    JobEnded read(ConsumerRecord<byte[], byte[]> record) {
        return patience.until(() -> decoder.decode(record));
    }

    /**
     * What the ledger makes of it.
     *
     * @param at when the broker took it
     */
    Decision.OfEnd decided(JobEnded ended, Instant at, Optional<Entry> entry) {
        var news =
                new News.Ended(
                        ended.getRun(),
                        ended.getStatus(),
                        ended.getReplayable(),
                        Optional.of(Place.of(ended.getResponse())),
                        at);
        return ledger.decide(entry, news);
    }

    /**
     * Orders for the submissions that waited for it.
     *
     * @param partition of their request id
     */
    List<Outbound> orders(JobEnded ended, Decision.Close close, int partition, Instant now) {
        return patience.until(
                () ->
                        Stream.concat(
                                        close.answered().stream()
                                                .map(one -> repeat(ended, close.end(), one, now)),
                                        close.anew().stream()
                                                .map(one -> submit(ended, one, partition, now)))
                                .map(this::outbound)
                                .toList());
    }

    private static ReplayOrder repeat(
            JobEnded ended, Entry.Ended end, Entry.Waiting waiting, Instant now) {
        var order = order(ended, waiting, now);
        order.setOriginal(end.response().map(Place::position).orElse(null));
        return order;
    }

    private static ReplayOrder submit(
            JobEnded ended, Entry.Waiting waiting, int partition, Instant now) {
        var order = order(ended, waiting, now);
        order.setRequest(
                new TopicPosition(Topics.REQUESTS, partition, waiting.offset().orElseThrow()));
        return order;
    }

    private static ReplayOrder order(JobEnded ended, Entry.Waiting waiting, Instant now) {
        return new ReplayOrder(
                ended.getLane(),
                ended.getJobId(),
                ended.getDepartment(),
                ended.getRequestId(),
                ended.getRun(),
                waiting.submission().position(),
                waiting.submittedAt(),
                waiting.replyTopic(),
                null,
                now,
                waiting.trace().map(Traces::context).orElse(null),
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
