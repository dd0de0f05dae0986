package io.quaestor.ingest;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.StageSequence;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.ingest.ledger.Entry;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.ledger.News;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.ingest.submission.Judge;
import io.quaestor.ingest.submission.Submission;
import io.quaestor.ingest.submission.Submitted;
import io.quaestor.ingest.submission.Views;
import io.quaestor.kernel.JobId;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.Unquoted;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.UndecodableRecordException;
import io.quaestor.wire.registry.WireException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a record is read and judged and its outcome written down; it sends nothing and keeps no
 * state, and outlives a Streams thread that is replaced.
 *
 * <p>A record on which our own code fails becomes a dead letter like an undecodable one: repeated
 * for ever it would stop its partition.
 *
 * @param requestPartitions partitions of the request topic
 */
record Desk(
        RecordDecoder<LlmRequest> decoder,
        RecordEncoder encoder,
        Judge judge,
        Ledger ledger,
        Announcements announcements,
        Supplier<CatalogSnapshot> catalog,
        CatalogCatchUp catchUp,
        ReplyTopicView replyTopics,
        Patience patience,
        int requestPartitions) {

    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    /** What is known of a record before its job is looked up. */
    sealed interface Reading {}

    /** Nothing more is to be found out. */
    private record Done(Outcome outcome) implements Reading {}

    private record Judged(
            ConsumerRecord<byte[], byte[]> original, Submission submission, CatalogSnapshot catalog)
            implements Reading {}

    /** Registers or looks up every schema that is written, so that no record waits for it later. */
    void warm() {
        List.of(Topics.ACCEPTED, Topics.JOURNAL, Topics.RESPONSES, Topics.REPLAYS, Topics.CONTROL)
                .forEach(this::warm);
    }

    private void warm(String topic) {
        var spec = Topics.all().stream().filter(s -> s.name().equals(topic)).findFirst();
        encoder.warm(topic, spec.orElseThrow().value().orElseThrow());
    }

    /**
     * Reads and judges a record.
     *
     * @throws ViewUnavailableException if a view stays away
     * @throws io.quaestor.wire.registry.RegistryException if the registry stays away
     */
    Reading read(ConsumerRecord<byte[], byte[]> original, Instant now) {
        try {
            return judged(original, now);
        } catch (UndecodableRecordException e) {
            log.warn("dead letter: {}", e.getMessage());
            return new Done(Outcome.deadLetter(DeadLetters.undecodable(original, e)));
        } catch (WireException | ViewUnavailableException away) {
            throw away;
        } catch (RuntimeException | StackOverflowError bug) {
            return new Done(unjudgeable(original, Optional.empty(), bug));
        }
    }

    /** Whose entry in the ledger decides; empty where none does. */
    static Optional<JobId> job(Reading reading) {
        return reading instanceof Judged(_, Submission.Accepted accepted, _)
                ? Optional.of(accepted.submitted().jobId())
                : Optional.empty();
    }

    /**
     * What the record becomes.
     *
     * @param entry what the ledger holds of its {@link #job}
     * @param first the number that its first journal event takes
     */
    Outcome outcome(Reading reading, Optional<Entry> entry, StageSequence first, Instant now) {
        return switch (reading) {
            case Done(Outcome outcome) -> outcome;
            case Judged judged -> written(judged, entry, first, now);
        };
    }

    private Reading judged(ConsumerRecord<byte[], byte[]> original, Instant now) {
        var request = patience.until(() -> decoder.decode(original));
        if (original.value().length <= Topics.MAX_REQUEST_BYTES) {
            var home = Origin.home(original, request.getRequestId(), requestPartitions);
            if (home.isPresent()) {
                return new Done(Outcome.moved(home.get()));
            }
        }
        var submitted = submitted(original, request);
        var snapshot = catalog.get();
        var submission = judge.judge(submitted, new Views(snapshot, false, replyTopics), now);
        while (submission instanceof Submission.NeedsFreshView unseen) {
            snapshot = patience.until(() -> refreshed(unseen, submitted.submittedAt()));
            submission = judge.judge(submitted, new Views(snapshot, true, replyTopics), now);
        }
        return new Judged(original, submission, snapshot);
    }

    private static Submitted submitted(
            ConsumerRecord<byte[], byte[]> original, LlmRequest request) {
        request.setTrace(Traces.of(request.getTrace(), original.headers()));
        var origin = Origin.of(original);
        return new Submitted(
                request,
                origin.position(),
                original.offset(),
                origin.at(),
                original.value().length,
                BodyDigest.of(request));
    }

    private CatalogSnapshot refreshed(Submission.NeedsFreshView unseen, Instant submittedAt) {
        unseen.department().ifPresent(name -> catchUp.before(name, submittedAt));
        unseen.replyTopic().ifPresent(replyTopics::look);
        return catalog.get();
    }

    private Outcome written(
            Judged judged, Optional<Entry> entry, StageSequence first, Instant now) {
        try {
            return patience.until(() -> decided(judged, entry, first, now));
        } catch (WireException | ViewUnavailableException away) {
            throw away;
        } catch (RuntimeException | StackOverflowError bug) {
            var accepted =
                    Optional.of(judged.submission())
                            .filter(Submission.Accepted.class::isInstance)
                            .map(Submission.Accepted.class::cast);
            return unjudgeable(judged.original(), accepted, bug);
        }
    }

    /**
     * @param accepted the job that it would have been, where that was known
     */
    private static Outcome unjudgeable(
            ConsumerRecord<byte[], byte[]> original,
            Optional<Submission.Accepted> accepted,
            Throwable bug) {
        var line = log.atError().setCause(Unquoted.of(bug));
        if (accepted.isPresent()) {
            var job = accepted.get().job();
            line =
                    line.addKeyValue(TelemetryNames.JOB_ID, job.getJobId())
                            .addKeyValue(
                                    TelemetryNames.DEPARTMENT, job.getRequest().getDepartment());
        }
        line.log(
                "dead letter: {}-{}@{} cannot be judged",
                original.topic(),
                original.partition(),
                original.offset());
        return Outcome.deadLetter(DeadLetters.unjudgeable(original, bug));
    }

    private Outcome decided(
            Judged judged, Optional<Entry> entry, StageSequence first, Instant now) {
        return switch (judged.submission()) {
            case Submission.Accepted accepted -> accepted(accepted, entry, judged, first, now);
            case Submission.Rejected rejected ->
                    rejected(Outcome.Kind.REJECTED, rejected, judged, first, now);
            case Submission.NeedsFreshView unseen ->
                    throw new IllegalStateException("judged without a view: " + unseen);
        };
    }

    private Outcome accepted(
            Submission.Accepted accepted,
            Optional<Entry> entry,
            Judged judged,
            StageSequence first,
            Instant now) {
        return switch (ledger.decide(entry, news(accepted), now)) {
            case Decision.Begin begin -> begun(accepted, begin, judged, first, now);
            case Decision.Remember remember -> remembered(accepted, remember, first);
            case Decision.Repeat(Entry.Ended original) -> repeated(accepted, original);
            case Decision.Conflict _ ->
                    rejected(
                            Outcome.Kind.CONFLICT,
                            Submission.conflict(accepted),
                            judged,
                            first,
                            now);
            case Decision.Overflow _ ->
                    rejected(
                            Outcome.Kind.OVERFLOW,
                            Submission.overflow(accepted, Ledger.REMEMBERED_MAX),
                            judged,
                            first,
                            now);
        };
    }

    private static News.Submitted news(Submission.Accepted accepted) {
        var submitted = accepted.submitted();
        return new News.Submitted(
                Place.of(submitted.position()),
                submitted.run(),
                accepted.lane(),
                submitted.bodySha256(),
                submitted.submittedAt(),
                accepted.job().getReplyTopic(),
                Traces.of(submitted.request().getTrace()));
    }

    private Outcome begun(
            Submission.Accepted accepted,
            Decision.Begin begin,
            Judged judged,
            StageSequence first,
            Instant now) {
        byte[] job = encoder.encode(Topics.ACCEPTED, announcements.accepted(accepted));
        if (job.length > Topics.MAX_INTERNAL_BYTES) {
            var tooLarge = Submission.tooLarge(accepted, job.length, Topics.MAX_INTERNAL_BYTES);
            return rejected(Outcome.Kind.REJECTED, tooLarge, judged, first, now);
        }
        var key = accepted.job().getJobId();
        var records = new ArrayList<Outbound>();
        records.add(Outbound.of(Topics.ACCEPTED, accepted.lane(), key, job));
        records.add(journalled(accepted.lane(), key, announcements.event(accepted, first)));
        begin.cancel().ifPresent(cancel -> records.addAll(cancelled(accepted, cancel, first, now)));
        return new Outcome(
                Outcome.Kind.ACCEPTED, records, begin.cancel().isPresent() ? 2 : 1, begin.next());
    }

    /** A job whose cancellation was here first: its owner is told of both. */
    private List<Outbound> cancelled(
            Submission.Accepted accepted, Entry.Cancel wanted, StageSequence first, Instant now) {
        var submitted = accepted.submitted();
        var cancel =
                new CancelRequested(
                        accepted.lane(),
                        accepted.job().getJobId(),
                        submitted.request().getDepartment(),
                        submitted.request().getRequestId(),
                        wanted.requestedBy(),
                        wanted.reason(),
                        wanted.at(),
                        submitted.run(),
                        submitted.request().getTrace());
        var second = new StageSequence(first.getScope(), first.getSource(), first.getNumber() + 1);
        var event = announcements.cancel(cancel, submitted.position(), now, second);
        return List.of(
                Outbound.of(
                        Topics.CONTROL,
                        accepted.lane(),
                        cancel.getJobId(),
                        encoder.encode(Topics.CONTROL, cancel)),
                journalled(accepted.lane(), cancel.getJobId(), event));
    }

    private Outcome remembered(
            Submission.Accepted accepted, Decision.Remember remember, StageSequence first) {
        var event = announcements.remembered(accepted, remember.run().run(), first);
        return new Outcome(
                Outcome.Kind.REMEMBERED,
                List.of(journalled(accepted.lane(), accepted.job().getJobId(), event)),
                1,
                remember.next());
    }

    private Outcome repeated(Submission.Accepted accepted, Entry.Ended original) {
        var order =
                announcements.order(
                        accepted,
                        original.run(),
                        original.response().map(Place::position).orElse(null));
        byte[] bytes = encoder.encode(Topics.REPLAYS, order);
        return new Outcome(
                Outcome.Kind.REPEATED,
                List.of(Outbound.of(Topics.REPLAYS, Outbound.BY_KEY, order.getJobId(), bytes)),
                0,
                Optional.empty());
    }

    private Outcome rejected(
            Outcome.Kind kind,
            Submission.Rejected rejected,
            Judged judged,
            StageSequence first,
            Instant now) {
        var response = announcements.response(rejected, judged.catalog(), now);
        var event = announcements.event(rejected, judged.catalog(), first, now);
        // Under the subject of our own topic: the id in the bytes means the same on every topic.
        byte[] bytes = encoder.encode(Topics.RESPONSES, response);
        var key = response.getJobId();
        return new Outcome(
                kind,
                List.of(
                        Outbound.of(rejected.replyTopic(), Outbound.BY_KEY, key, bytes),
                        journalled(rejected.lane(), key, event)),
                1,
                Optional.empty());
    }

    private Outbound journalled(int lane, String key, SpecificRecord event) {
        return Outbound.of(Topics.JOURNAL, lane, key, encoder.encode(Topics.JOURNAL, event));
    }
}
