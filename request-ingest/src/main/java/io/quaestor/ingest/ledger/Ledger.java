package io.quaestor.ingest.ledger;

import io.quaestor.ingest.ledger.Decision.OfCancel;
import io.quaestor.ingest.ledger.Decision.OfEnd;
import io.quaestor.ingest.ledger.Decision.OfSubmission;
import io.quaestor.ingest.ledger.Entry.CancelWanted;
import io.quaestor.ingest.ledger.Entry.Ended;
import io.quaestor.ingest.ledger.Entry.Running;
import io.quaestor.ingest.ledger.Entry.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the ledger: from an entry, news and the time to a decision.
 *
 * <p>Ends come a moment after they were committed, and submissions may wait for long before they
 * are read. What decides is not the order in which they are heard of but their times: a submission
 * that is later than an end which is not repeated begins a new run, an earlier one has that end.
 * Both are times of brokers. So a duplicate that finds the run still going is remembered, and the
 * end tells what becomes of it.
 *
 * @param retention how long after its end an answer is repeated
 */
public record Ledger(Duration retention) {

    /** Somebody who sends the same this often does not listen. */
    public static final int REMEMBERED_MAX = 16;

    /**
     * By how much the clocks of two brokers may differ without harm. A duplicate that is sent so
     * shortly before a failure begins a new run as if it had been sent behind it.
     */
    public static final Duration CLOCKS_APART = Duration.ofMillis(50);

    /**
     * How long an end that is not repeated is kept for submissions that were taken before it and
     * are read after it: ingest lags behind so much at most, or they begin a new run.
     */
    public static final Duration END_WAITS = Duration.ofDays(1);

    /**
     * Longest life of a run (longest deadline, and what topics keep beyond it): one whose end never
     * comes lost its record and is forgotten like one that ended then.
     */
    public static final Duration LONGEST_RUN = Duration.ofDays(8);

    /**
     * A submission is later than its cancellation by what ingest lags behind at most, or by one way
     * more through the topic.
     */
    public static final Duration CANCEL_WAITS = Duration.ofDays(1);

    public Ledger {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("retention of the ledger: " + retention);
        }
    }

    /** What becomes of a valid submission. */
    public OfSubmission decide(Optional<Entry> entry, News.Submitted news, Instant now) {
        return switch (alive(entry, now)) {
            case Running running -> duplicate(running, news);
            case Ended ended when !ended.answers(news.submittedAt()) ->
                    begin(news, Optional.empty());
            case Ended ended ->
                    ended.bodySha256().equals(news.bodySha256())
                            ? new Decision.Repeat(ended)
                            : new Decision.Conflict(ended);
            case CancelWanted wanted -> begin(news, meant(wanted, news));
            case null -> begin(news, Optional.empty());
        };
    }

    private static OfSubmission begin(News.Submitted news, Optional<Entry.Cancel> cancel) {
        var run =
                new Running(
                        news.run(),
                        news.lane(),
                        news.bodySha256(),
                        news.submittedAt(),
                        cancel.isPresent(),
                        List.of());
        return new Decision.Begin(run, cancel);
    }

    /** A cancellation means only what was submitted before it. */
    private static Optional<Entry.Cancel> meant(CancelWanted wanted, News.Submitted news) {
        return Optional.of(wanted.cancel())
                .filter(cancel -> !news.submittedAt().isAfter(cancel.at()));
    }

    private static OfSubmission duplicate(Running running, News.Submitted news) {
        if (!running.bodySha256().equals(news.bodySha256())) {
            return new Decision.Conflict(running);
        }
        if (running.remembered().size() >= REMEMBERED_MAX) {
            return new Decision.Overflow(running);
        }
        var remembered = new ArrayList<>(running.remembered());
        remembered.add(
                new Waiting(
                        news.at(),
                        news.submittedAt(),
                        news.replyTopic(),
                        OptionalLong.of(news.run()),
                        news.trace()));
        return new Decision.Remember(
                new Running(
                        running.run(),
                        running.lane(),
                        running.bodySha256(),
                        running.submittedAt(),
                        running.cancelRequested(),
                        remembered));
    }

    /** What becomes of the end of a run. */
    public OfEnd decide(Optional<Entry> entry, News.Ended news) {
        if (entry.orElse(null) instanceof Running running && running.run() == news.run()) {
            return close(running, news);
        }
        return new Decision.Unrelated(entry);
    }

    private static OfEnd close(Running running, News.Ended news) {
        var end =
                new Ended(
                        news.run(),
                        running.bodySha256(),
                        news.at(),
                        news.status(),
                        news.replayable(),
                        news.response());
        var waiting = running.remembered();
        return new Decision.Close(
                end,
                waiting.stream().filter(one -> isAnswered(one, end)).toList(),
                waiting.stream().filter(one -> !isAnswered(one, end)).toList());
    }

    /** So is one whose request cannot be found again. */
    private static boolean isAnswered(Waiting waiting, Ended end) {
        return end.answers(waiting.submittedAt()) || waiting.offset().isEmpty();
    }

    /** What becomes of a cancellation. */
    public OfCancel decide(Optional<Entry> entry, News.Cancelled news, Instant now) {
        return switch (alive(entry, now)) {
            case Running running ->
                    running.cancelRequested()
                            ? new Decision.ToldBefore(running)
                            : new Decision.Tell(running.toBeCancelled());
            case Ended ended when ended.replayable() -> new Decision.TooLate(ended);
            // Another run may have been submitted before it that is not here yet.
            case Ended _ -> new Decision.Await(new CancelWanted(news.cancel()));
            case CancelWanted wanted ->
                    new Decision.Await(
                            wanted.cancel().at().isAfter(news.cancel().at())
                                    ? wanted
                                    : new CancelWanted(news.cancel()));
            case null -> new Decision.Await(new CancelWanted(news.cancel()));
        };
    }

    /** Whether nothing depends on the entry any more. */
    public boolean isExpired(Entry entry, Instant now) {
        var end =
                switch (entry) {
                    case Running running -> running.submittedAt().plus(LONGEST_RUN).plus(retention);
                    case Ended ended -> ended.endedAt().plus(kept(ended));
                    case CancelWanted wanted ->
                            wanted.cancel().at().plus(shorter(retention, CANCEL_WAITS));
                };
        return !end.isAfter(now);
    }

    private Duration kept(Ended ended) {
        return ended.replayable() ? retention : shorter(retention, END_WAITS);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private @Nullable Entry alive(Optional<Entry> entry, Instant now) {
        return entry.filter(known -> !isExpired(known, now)).orElse(null);
    }
}
