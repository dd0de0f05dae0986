package io.quaestor.router.attempt;

import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Billing;
import io.quaestor.event.Cost;
import io.quaestor.event.ErrorType;
import io.quaestor.event.HandedBack;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Progress;
import io.quaestor.event.Released;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.Usage;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.job.Answers;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.job.Versions;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Repairs;
import io.quaestor.router.shape.Shape;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is written when a routed job starts, ends, or is found with an unknown outcome. Pure: the
 * same job, reply, prices and time give the same records, so a decision can be made again after an
 * abort.
 *
 * <p>A hold ends once: by a billed or unknown outcome, else by {@code Released} when the job ends.
 */
final class Settlement {
    /**
     * A call begins at most so long after its intent was written: far below the time after which
     * another worker may own its lane, declare the call unknown and make another.
     */
    static final Duration MAX_START = Duration.ofSeconds(2);

    private static final String OUT_OF_SERVICE =
            "the route is out of service: too many of its calls failed";

    /** After the next probe is due: it takes a moment. */
    private static final Duration TURN_BACK_PAUSE = Duration.ofMillis(500);

    private static final Duration TURN_BACK_SPREAD = Duration.ofSeconds(1);

    /** What a token gains on its way: its next route, hold and alternatives. */
    private static final int ROUTE_BYTES = 16 * 1024;

    private final Envelope envelope;
    private final Answers answers;
    private final RetryPolicy retries;

    Settlement(Envelope envelope, RetryPolicy retries) {
        this.envelope = envelope;
        this.retries = retries;
        this.answers = new Answers(envelope);
    }

    /** The intent of a call. */
    Decided started(RoutedJob job, Instant at) {
        var event =
                new AttemptStarted(
                        job.getDispatch(),
                        AttemptReport.attempt(job),
                        job.getRoute(),
                        job.getMaxOutputTokens());
        return Decided.stays(
                job.getLane(), event(job, 1, at, job.getRoute().getSimulated(), event));
    }

    /** The deadline passed before the call: the hold is given back and the job answered EXPIRED. */
    Decided expired(RoutedJob job, Instant at) {
        var message = "the deadline " + job.getJob().getDeadline() + " passed before the call";
        var error = new JobError(ErrorType.DEADLINE, message, true, 0, "", List.of());
        return uncalled(job, JobStatus.EXPIRED, error, at);
    }

    /** Cancelled before the call: the hold is given back and the job answered CANCELLED. */
    Decided cancelled(RoutedJob job, Instant at) {
        return uncalled(job, JobStatus.CANCELLED, wanted("before the call"), at);
    }

    /**
     * Cancelled with the call open. Nobody knows yet what it costs: the hold's bound is charged,
     * and corrected when the call ends here.
     */
    Decided cancelledInCall(RoutedJob job, Instant at) {
        return cancelled(AttemptReport.unknown(job, "the job was cancelled during the call"), at);
    }

    /** Cancelled before the end of its call was written. */
    Decided cancelled(RoutedJob job, Ended ended, PriceBook prices, Instant at) {
        return cancelled(AttemptReport.of(job, ended, prices), at);
    }

    private Decided cancelled(AttemptReport report, Instant at) {
        return ended(
                report,
                JobStatus.CANCELLED,
                wanted("during the call"),
                report.progress(false),
                at,
                _ -> {});
    }

    private static JobError wanted(String when) {
        var message = "the job was cancelled " + when;
        return new JobError(ErrorType.CANCELLED, message, false, 0, "", List.of());
    }

    /**
     * The route is out of service: not called, the job goes back under its hold. It counts as
     * tried, so that another candidate goes first; one that has failed the job after a moment.
     * Where there is none, the job waits for this one, or fails if it asks for that.
     */
    Decided turnedBack(RoutedJob job, Instant until, Instant at, double jitter) {
        var progress = Progress.newBuilder(job.getProgress()).build();
        var tried = new ArrayList<>(progress.getTried());
        tried.removeIf(before -> wasTurnedBack(before, job));
        tried.add(
                new TriedRoute(
                        job.getRoute(), RetryPolicy.NOT_CALLED, ErrorType.OVERLOADED, false));
        progress.setTried(tried);
        var error = new JobError(ErrorType.OVERLOADED, OUT_OF_SERVICE, true, 0, "", List.of());
        if (RetryPolicy.hasUntriedAlternative(job)) {
            return handedBack(job, 1, true, ErrorType.OVERLOADED, progress, at, at);
        }
        boolean elsewhere = RetryPolicy.hasTriedAlternative(job);
        if (!elsewhere && RetryPolicy.rejectsWhenUnavailable(job)) {
            return uncalled(job, JobStatus.FAILED, error, at);
        }
        var notBefore = later(elsewhere ? at : until, at, jitter);
        return handedBack(job, 1, true, ErrorType.OVERLOADED, progress, notBefore, at);
    }

    /** Only the last time counts, so that the list stays short. */
    private static boolean wasTurnedBack(TriedRoute tried, RoutedJob job) {
        return tried.getAttempt() == RetryPolicy.NOT_CALLED
                && tried.getRoute().getModel().equals(job.getRoute().getModel());
    }

    /** Spread, lest all come back to take the one place of the probe. */
    private static Instant later(Instant until, Instant at, double jitter) {
        var spread = Duration.ofMillis(Math.round(TURN_BACK_SPREAD.toMillis() * jitter));
        return (until.isAfter(at) ? until : at).plus(TURN_BACK_PAUSE).plus(spread);
    }

    /**
     * Our own code fails on the job: it ends with a reference to the log. A call that was made is
     * charged its bound.
     */
    Decided failedInternally(RoutedJob job, boolean called, String reference, Instant at) {
        var message = "an internal error, reference " + reference;
        var error = new JobError(ErrorType.INTERNAL, message, true, 0, "", List.of());
        if (!called) {
            return uncalled(job, JobStatus.FAILED, error, at);
        }
        var report = AttemptReport.unknown(job, "an internal error after the call");
        return ended(report, JobStatus.FAILED, error, report.progress(false), at, _ -> {});
    }

    /** The job ends without a call in this dispatch. */
    private Decided uncalled(RoutedJob job, JobStatus status, JobError error, Instant at) {
        boolean simulated = job.getRoute().getSimulated();
        var released = event(job, 1, at, simulated, new Released(job.getDispatch()));
        var ending = ending(job, 2, status, error, job.getProgress(), at);
        var response = answers.response(ending);
        response.setSimulated(response.getSimulated() || simulated);
        response.getTimings().setAdmittedAt(job.getRoutedAt());
        var terminal = new JobFinished(job.getDispatch(), null, answers.terminal(ending));
        return new Decided(
                job.getLane(), List.of(released), answers.answered(ending, response, terminal));
    }

    /**
     * A former owner went away with the call open. The hold's bound is charged, and the job tried
     * again or failed as it asks.
     */
    Decided unknown(RoutedJob job, Instant at) {
        var report = AttemptReport.unknown(job, "the worker went away during the call");
        return RetryPolicy.retriesUnknown(job)
                ? handedBack(report, report.progress(false), at, at)
                : failed(report, report.progress(false), at);
    }

    /** A call of ours ended. */
    Decided settled(RoutedJob job, Ended ended, PriceBook prices, Instant at, double jitter) {
        var report = AttemptReport.of(job, ended, prices);
        if (ended.reply() instanceof ProviderReply.Completed completed) {
            return switch (ended.shape()) {
                case Shape.Missed missed -> misshapen(report, completed, missed, at);
                case Shape.Met met -> succeeded(report, completed, met, at);
                case Shape.NotAsked none -> succeeded(report, completed, none, at);
            };
        }
        return retries.after(job, ended.reply(), at, jitter)
                .map(
                        retry ->
                                handedBack(
                                        report,
                                        report.progress(retry.waited()),
                                        retry.notBefore(),
                                        at))
                .orElseGet(() -> failed(report, report.progress(false), at));
    }

    /**
     * A call ended after its outcome had been declared unknown, by the next owner of its lane or
     * for a cancellation: only what it cost is news.
     */
    Optional<Decided> observed(RoutedJob job, Ended ended, PriceBook prices, Instant at) {
        if (ended.reply().billing() == Billing.UNBILLED) {
            var nothing = new Cost(0L, "", false, false, List.of());
            return Optional.of(
                    observed(job, ended, new Usage(0L, 0L, 0L, 0L, 0L), nothing, prices, at));
        }
        return ended.reply()
                .usage()
                .map(
                        usage ->
                                observed(
                                        job,
                                        ended,
                                        AttemptCost.usage(usage),
                                        AttemptCost.of(
                                                prices, job.getRoute(), usage, ended.startedAt()),
                                        prices,
                                        at));
    }

    /** Whether the end of a call says what it cost. */
    static boolean isCostKnown(Ended ended) {
        return ended.reply().billing() == Billing.UNBILLED || ended.reply().usage().isPresent();
    }

    private Decided observed(
            RoutedJob job, Ended ended, Usage usage, Cost cost, PriceBook prices, Instant at) {
        int attempt = AttemptReport.attempt(job);
        var event =
                new UsageObserved(
                        job.getDispatch(),
                        attempt,
                        job.getRoute(),
                        usage,
                        cost,
                        ended.reply().origin().providerRequestId());
        var name = "observed-" + job.getDispatch() + "-" + attempt;
        boolean simulated = AttemptReport.of(job, ended, prices).simulated();
        return Decided.stays(
                job.getLane(),
                envelope.late(job.getJob(), job.getLane(), name, at, simulated, event));
    }

    private Decided succeeded(
            AttemptReport report, ProviderReply.Completed reply, Shape shape, Instant at) {
        var ending = ending(report.job(), 3, JobStatus.SUCCEEDED, null, report.progress(false), at);
        var response = answers.response(ending);
        describe(reply, response);
        response.setJson(shape instanceof Shape.Met(var json) ? json : null);
        return answered(report, List.of(finished(report, at)), ending, response);
    }

    /** The reply has not the form that was asked for: the model is asked again, or that is it. */
    private Decided misshapen(
            AttemptReport report, ProviderReply.Completed reply, Shape.Missed missed, Instant at) {
        return repair(report, reply, missed, at)
                .map(progress -> handedBack(report, progress, at, at))
                .filter(Settlement::fitsItsTopic)
                .orElseGet(
                        () -> {
                            var progress = report.progress(false);
                            return failed(
                                    report, progress, at, response -> describe(reply, response));
                        });
    }

    private static Optional<Progress> repair(
            AttemptReport report, ProviderReply.Completed reply, Shape.Missed missed, Instant at) {
        var job = report.job();
        if (RetryPolicy.isExhausted(job) || !at.isBefore(job.getJob().getDeadline())) {
            return Optional.empty();
        }
        return Repairs.next(job, reply, missed)
                .map(
                        repair -> {
                            var progress = report.progress(false);
                            progress.setRepairs(progress.getRepairs() + 1);
                            progress.setRepair(repair);
                            return progress;
                        });
    }

    /** A request near the limit has no room for a reply beside it. */
    private static boolean fitsItsTopic(Decided decided) {
        return decided.next() instanceof Decided.HandedOn(_, _, ReturnedJob token)
                && bytes(token) <= Topics.MAX_INTERNAL_BYTES - ROUTE_BYTES;
    }

    private static int bytes(ReturnedJob token) {
        try {
            return ReturnedJob.getEncoder().encode(token).remaining();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static void describe(ProviderReply.Completed reply, LlmResponse response) {
        response.setContent(reply.content());
        response.setToolCalls(ReplyJson.toolCalls(reply.toolCalls()));
        response.setFinishReason(reply.finishReason());
        response.setRawFinishReason(reply.rawFinishReason());
    }

    private Decided handedBack(
            AttemptReport report, Progress progress, Instant notBefore, Instant at) {
        boolean keepsHold = report.billing() == Billing.UNBILLED;
        var back =
                handedBack(report.job(), 3, keepsHold, report.errorType(), progress, notBefore, at);
        var events = new ArrayList<JournalEvent>();
        events.add(finished(report, at));
        events.addAll(back.events());
        return new Decided(back.lane(), events, back.next());
    }

    private Decided handedBack(
            RoutedJob job,
            int number,
            boolean keepsHold,
            ErrorType cause,
            Progress progress,
            Instant notBefore,
            Instant at) {
        boolean simulated = job.getRoute().getSimulated();
        var handedBack = new HandedBack(job.getDispatch(), keepsHold, cause, notBefore);
        var token =
                new ReturnedJob(
                        job.getLane(),
                        job.getJob(),
                        job.getEventCount() + number,
                        job.getDispatch(),
                        job.getHold(),
                        keepsHold,
                        progress,
                        notBefore,
                        cause);
        return new Decided(
                job.getLane(),
                List.of(event(job, number, at, simulated, handedBack)),
                new Decided.HandedOn(Topics.RETURNED, job.getJob().getJobId(), token));
    }

    private Decided failed(AttemptReport report, Progress progress, Instant at) {
        return failed(report, progress, at, _ -> {});
    }

    private Decided failed(
            AttemptReport report, Progress progress, Instant at, Consumer<LlmResponse> describe) {
        // Too late between intent and call.
        var status =
                report.errorType() == ErrorType.DEADLINE ? JobStatus.EXPIRED : JobStatus.FAILED;
        return ended(report, status, report.requesterError(), progress, at, describe);
    }

    /**
     * The job ends with this attempt.
     *
     * @param describe adds to the response what is worth telling of a reply
     */
    private Decided ended(
            AttemptReport report,
            JobStatus status,
            @Nullable JobError error,
            Progress progress,
            Instant at,
            Consumer<LlmResponse> describe) {
        var job = report.job();
        var events = new ArrayList<JournalEvent>();
        events.add(finished(report, at));
        if (report.billing() == Billing.UNBILLED) {
            events.add(event(job, 3, at, report.simulated(), new Released(job.getDispatch())));
        }
        int number = events.size() + 2;
        var ending = ending(job, number, status, error, progress, at);
        var response = answers.response(ending);
        describe.accept(response);
        return answered(report, events, ending, response);
    }

    private Decided answered(
            AttemptReport report,
            List<JournalEvent> events,
            Answers.Ending ending,
            LlmResponse response) {
        var job = report.job();
        report.describeIn(response);
        var terminal = new JobFinished(job.getDispatch(), job.getRoute(), answers.terminal(ending));
        return new Decided(job.getLane(), events, answers.answered(ending, response, terminal));
    }

    private JournalEvent finished(AttemptReport report, Instant at) {
        return event(report.job(), 2, at, report.simulated(), report.event());
    }

    private JournalEvent event(
            RoutedJob job, int number, Instant at, boolean simulated, Object event) {
        return envelope.numbered(
                job.getJob(), job.getLane(), job.getEventCount() + number, at, simulated, event);
    }

    private static Answers.Ending ending(
            RoutedJob job,
            int number,
            JobStatus status,
            @Nullable JobError error,
            Progress progress,
            Instant at) {
        var versions =
                new Versions(
                        job.getPolicyVersion(), job.getPriceVersion(), job.getCatalogVersion());
        return new Answers.Ending(
                job.getJob(),
                job.getLane(),
                job.getEventCount() + number,
                status,
                error,
                progress,
                job.getHold(),
                versions,
                at);
    }
}
