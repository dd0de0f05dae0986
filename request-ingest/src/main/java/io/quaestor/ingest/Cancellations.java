package io.quaestor.ingest;

import io.quaestor.event.CancelRequest;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.StageSequence;
import io.quaestor.ingest.ledger.Decision;
import io.quaestor.ingest.ledger.Entry;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.ledger.News;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a cancellation is read and what follows from it is written down, as {@link Desk} does for
 * requests. Nobody is answered: the job is, when it ends.
 *
 * @param partitions of the topic
 */
record Cancellations(
        RecordDecoder<CancelRequest> decoder,
        RecordEncoder encoder,
        Ledger ledger,
        Announcements announcements,
        Patience patience,
        int partitions) {

    private static final Logger log = LoggerFactory.getLogger(Cancellations.class);

    /** A name; the journal keeps it for as long as it lives. */
    private static final int REQUESTED_BY_CHARS_MAX = 128;

    /** A sentence or two. */
    private static final int REASON_CHARS_MAX = 500;

    /** Dead letter: it names no job that there could be. */
    private static final String NO_JOB = "NO_JOB";

    /** What becomes of a cancellation. */
    enum Kind {
        /** The owner of the job is told. */
        TOLD,
        /** Its submission is not here yet. */
        WAITING,
        /** The job has ended. */
        TOO_LATE,
        /** The owner was told before. */
        REPEATED,
        MOVED,
        DEAD_LETTERED
    }

    /** What is known of a record before its job is looked up. */
    sealed interface Reading {}

    private record Done(Written written) implements Reading {}

    private record Asked(ConsumerRecord<byte[], byte[]> original, CancelRequest request, JobId job)
            implements Reading {}

    /** As {@link Outcome}. */
    record Written(Kind kind, List<Outbound> records, int numbers, Optional<Entry> change) {

        private static Written of(Kind kind, Outbound record) {
            return new Written(kind, List.of(record), 0, Optional.empty());
        }

        private static Written nothing(Kind kind) {
            return new Written(kind, List.of(), 0, Optional.empty());
        }
    }

    /**
     * @throws io.quaestor.wire.registry.RegistryException if the registry stays away
     */
    Reading read(ConsumerRecord<byte[], byte[]> original) {
        try {
            var request = patience.until(() -> decoder.decode(original));
            if (RequestId.problemIn(request.getRequestId()).isPresent()
                    || Department.problemIn(request.getDepartment()).isPresent()) {
                return new Done(
                        Written.of(
                                Kind.DEAD_LETTERED,
                                DeadLetters.of(original, NO_JOB, "it names no possible job")));
            }
            return Origin.home(original, request.getRequestId(), partitions)
                    .<Reading>map(home -> new Done(Written.of(Kind.MOVED, home)))
                    .orElseGet(() -> new Asked(original, request, job(request)));
        } catch (UndecodableRecordException e) {
            log.warn("dead letter: {}", e.getMessage());
            return new Done(Written.of(Kind.DEAD_LETTERED, DeadLetters.undecodable(original, e)));
        }
    }

    private static JobId job(CancelRequest request) {
        return JobId.ofTexts(request.getDepartment(), request.getRequestId());
    }

    /** Whose entry in the ledger decides; empty where none does. */
    static Optional<JobId> job(Reading reading) {
        return reading instanceof Asked asked ? Optional.of(asked.job()) : Optional.empty();
    }

    /**
     * What follows.
     *
     * @param entry what the ledger holds of its {@link #job}
     * @param first the number that its journal event takes
     */
    Written written(Reading reading, Optional<Entry> entry, StageSequence first, Instant now) {
        return switch (reading) {
            case Done(Written written) -> written;
            case Asked asked -> decided(asked, entry, first, now);
        };
    }

    private Written decided(Asked asked, Optional<Entry> entry, StageSequence first, Instant now) {
        return switch (ledger.decide(entry, new News.Cancelled(cancel(asked)), now)) {
            case Decision.Tell tell -> told(asked, tell, first, now);
            case Decision.Await await -> new Written(Kind.WAITING, List.of(), 0, await.next());
            case Decision.TooLate _ -> Written.nothing(Kind.TOO_LATE);
            case Decision.ToldBefore _ -> Written.nothing(Kind.REPEATED);
        };
    }

    private static Entry.Cancel cancel(Asked asked) {
        return new Entry.Cancel(
                Origin.of(asked.original()).at(),
                cut(asked.request().getRequestedBy(), REQUESTED_BY_CHARS_MAX),
                cut(asked.request().getReason(), REASON_CHARS_MAX));
    }

    private static String cut(String text, int charsMax) {
        return text.substring(0, Math.min(text.length(), charsMax));
    }

    private Written told(Asked asked, Decision.Tell tell, StageSequence first, Instant now) {
        var wanted = cancel(asked);
        var run = tell.run();
        var jobId = asked.job().text();
        var cancel =
                new CancelRequested(
                        run.lane(),
                        jobId,
                        asked.request().getDepartment(),
                        asked.request().getRequestId(),
                        wanted.requestedBy(),
                        wanted.reason(),
                        wanted.at(),
                        run.run(),
                        Traces.of(asked.request().getTrace(), asked.original().headers()));
        var at = Origin.of(asked.original()).position();
        var event = announcements.cancel(cancel, at, now, first);
        return patience.until(
                () ->
                        new Written(
                                Kind.TOLD,
                                List.of(
                                        Outbound.of(
                                                Topics.CONTROL,
                                                run.lane(),
                                                jobId,
                                                encoder.encode(Topics.CONTROL, cancel)),
                                        Outbound.of(
                                                Topics.JOURNAL,
                                                run.lane(),
                                                jobId,
                                                encoder.encode(Topics.JOURNAL, event))),
                                1,
                                tell.next()));
    }
}
