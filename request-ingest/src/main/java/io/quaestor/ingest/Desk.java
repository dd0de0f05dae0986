package io.quaestor.ingest;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.StageSequence;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.ingest.submission.Judge;
import io.quaestor.ingest.submission.Submission;
import io.quaestor.ingest.submission.Submitted;
import io.quaestor.ingest.submission.Views;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.UndecodableRecordException;
import io.quaestor.wire.registry.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a record is read and judged and its outcome written down; it sends nothing and keeps no
 * state, and outlives a Streams thread that is replaced.
 *
 * <p>A record on which our own code fails becomes a dead letter like an undecodable one: repeated
 * for ever it would stop its partition.
 */
record Desk(
        RecordDecoder<LlmRequest> decoder,
        RecordEncoder encoder,
        Judge judge,
        Announcements announcements,
        Supplier<CatalogSnapshot> catalog,
        CatalogCatchUp catchUp,
        ReplyTopicView replyTopics,
        Patience patience) {

    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    /**
     * What a record becomes: the records to send, and whether the sequence number is among them.
     */
    sealed interface Outcome {
        List<Outbound> records();

        record Accepted(List<Outbound> records) implements Outcome {}

        record Rejected(List<Outbound> records) implements Outcome {}

        record DeadLettered(List<Outbound> records) implements Outcome {}
    }

    private record Judged(Submission submission, CatalogSnapshot catalog) {}

    /** Registers or looks up every schema that is written, so that no record waits for it later. */
    void warm() {
        List.of(Topics.ACCEPTED, Topics.JOURNAL, Topics.RESPONSES).forEach(this::warm);
    }

    private void warm(String topic) {
        var spec = Topics.all().stream().filter(s -> s.name().equals(topic)).findFirst();
        encoder.warm(topic, spec.orElseThrow().value().orElseThrow());
    }

    /**
     * @param sequence the number that the journal event takes, unless the record is dead-lettered
     * @throws ViewUnavailableException if a view stays away
     * @throws io.quaestor.wire.registry.RegistryException if the registry stays away
     */
    Outcome outcome(
            ConsumerRecord<byte[], byte[]> original,
            Instant submittedAt,
            StageSequence sequence,
            Instant now) {
        try {
            var request = patience.until(() -> decoder.decode(original));
            var judged = judged(submitted(original, request, submittedAt), now);
            return patience.until(() -> written(judged, sequence, now));
        } catch (UndecodableRecordException e) {
            log.warn("dead letter: {}", e.getMessage());
            return new Outcome.DeadLettered(List.of(DeadLetters.undecodable(original, e)));
        } catch (WireException | ViewUnavailableException away) {
            throw away;
        } catch (RuntimeException | StackOverflowError bug) {
            log.error(
                    "dead letter: {}-{}@{} cannot be judged",
                    original.topic(),
                    original.partition(),
                    original.offset(),
                    bug);
            return new Outcome.DeadLettered(List.of(DeadLetters.unjudgeable(original, bug)));
        }
    }

    private static Submitted submitted(
            ConsumerRecord<byte[], byte[]> original, LlmRequest request, Instant submittedAt) {
        request.setTrace(Traces.of(request, original.headers()));
        return new Submitted(
                request,
                new TopicPosition(original.topic(), original.partition(), original.offset()),
                submittedAt,
                original.value().length,
                BodyDigest.of(request));
    }

    private Judged judged(Submitted submitted, Instant now) {
        var snapshot = catalog.get();
        var submission = judge.judge(submitted, new Views(snapshot, false, replyTopics), now);
        while (submission instanceof Submission.NeedsFreshView unseen) {
            snapshot = patience.until(() -> refreshed(unseen, submitted.submittedAt()));
            submission = judge.judge(submitted, new Views(snapshot, true, replyTopics), now);
        }
        return new Judged(submission, snapshot);
    }

    private CatalogSnapshot refreshed(Submission.NeedsFreshView unseen, Instant submittedAt) {
        unseen.department().ifPresent(name -> catchUp.before(name, submittedAt));
        unseen.replyTopic().ifPresent(replyTopics::look);
        return catalog.get();
    }

    private Outcome written(Judged judged, StageSequence sequence, Instant now) {
        return switch (judged.submission()) {
            case Submission.Accepted accepted -> accepted(accepted, judged, sequence, now);
            case Submission.Rejected rejected -> rejected(rejected, judged, sequence, now);
            case Submission.NeedsFreshView unseen ->
                    throw new IllegalStateException("judged without a view: " + unseen);
        };
    }

    private Outcome accepted(
            Submission.Accepted accepted, Judged judged, StageSequence sequence, Instant now) {
        byte[] job = encoder.encode(Topics.ACCEPTED, announcements.accepted(accepted));
        if (job.length > Topics.MAX_INTERNAL_BYTES) {
            var tooLarge = Submission.tooLarge(accepted, job.length, Topics.MAX_INTERNAL_BYTES);
            return rejected(tooLarge, judged, sequence, now);
        }
        var key = accepted.job().getJobId();
        var event = announcements.event(accepted, sequence);
        return new Outcome.Accepted(
                List.of(
                        outbound(Topics.ACCEPTED, accepted.lane(), key, job),
                        outbound(Topics.JOURNAL, accepted.lane(), key, encoded(event))));
    }

    private Outcome rejected(
            Submission.Rejected rejected, Judged judged, StageSequence sequence, Instant now) {
        var response = announcements.response(rejected, judged.catalog(), now);
        var event = announcements.event(rejected, judged.catalog(), sequence, now);
        // Under the subject of our own topic: the id in the bytes means the same on every topic.
        byte[] bytes = encoder.encode(Topics.RESPONSES, response);
        var key = response.getJobId();
        return new Outcome.Rejected(
                List.of(
                        outbound(rejected.replyTopic(), Outbound.BY_KEY, key, bytes),
                        outbound(Topics.JOURNAL, rejected.lane(), key, encoded(event))));
    }

    private byte[] encoded(SpecificRecord event) {
        return encoder.encode(Topics.JOURNAL, event);
    }

    private static Outbound outbound(String topic, int partition, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        return new Outbound(topic, partition, keyBytes, value, new RecordHeaders());
    }
}
