package io.quaestor.router.attempt;

import io.quaestor.event.AttemptStarted;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Billing;
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
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.job.Answers;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.job.Versions;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Repairs;
import io.quaestor.router.shape.Shape;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    /** What a token gains on its way: its next route, hold and alternatives. */
    private static final int ROUTE_BYTES = 16 * 1024;

    private final Envelope envelope;
    private final Answers answers;

    Settlement(Envelope envelope) {
        this.envelope = envelope;
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
        boolean simulated = job.getRoute().getSimulated();
        var released = event(job, 1, at, simulated, new Released(job.getDispatch()));
        var message = "the deadline " + job.getJob().getDeadline() + " passed before the call";
        var error = new JobError(ErrorType.DEADLINE, message, true, 0, "", List.of());
        var ending = ending(job, 2, JobStatus.EXPIRED, error, job.getProgress(), at);
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
        var report = AttemptReport.unknown(job);
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
        var progress = report.progress(RetryPolicy.isThrottledOut(job, ended.reply()));
        return RetryPolicy.retryAt(job, ended.reply(), at, jitter)
                .map(notBefore -> handedBack(report, progress, notBefore, at))
                .orElseGet(() -> failed(report, progress, at));
    }

    /**
     * A call ended after its lane had gone to another owner, who has declared it unknown: only its
     * usage is news.
     */
    Optional<Decided> observed(RoutedJob job, Ended ended, PriceBook prices, Instant at) {
        return ended.reply().usage().map(usage -> observed(job, ended, usage, prices, at));
    }

    private Decided observed(
            RoutedJob job, Ended ended, TokenUsage usage, PriceBook prices, Instant at) {
        int attempt = AttemptReport.attempt(job);
        var event =
                new UsageObserved(
                        job.getDispatch(),
                        attempt,
                        job.getRoute(),
                        AttemptCost.usage(usage),
                        AttemptCost.of(prices, job.getRoute(), usage, ended.startedAt()),
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
        response.getReceipt()
                .getAttempts()
                .add(
                        new AttemptSummary(
                                report.attempt(),
                                report.job().getRoute(),
                                JobStatus.SUCCEEDED.name(),
                                true));
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
        if (RetryPolicy.exhausted(job) || !at.isBefore(job.getJob().getDeadline())) {
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
        var job = report.job();
        boolean keepsHold = report.billing() == Billing.UNBILLED;
        var handedBack =
                new HandedBack(job.getDispatch(), keepsHold, report.errorType(), notBefore);
        var token =
                new ReturnedJob(
                        job.getLane(),
                        job.getJob(),
                        job.getEventCount() + 3,
                        job.getDispatch(),
                        job.getHold(),
                        keepsHold,
                        progress,
                        notBefore,
                        report.errorType());
        return new Decided(
                job.getLane(),
                List.of(finished(report, at), event(job, 3, at, report.simulated(), handedBack)),
                new Decided.HandedOn(Topics.RETURNED, job.getJob().getJobId(), token));
    }

    private Decided failed(AttemptReport report, Progress progress, Instant at) {
        return failed(report, progress, at, _ -> {});
    }

    private Decided failed(
            AttemptReport report, Progress progress, Instant at, Consumer<LlmResponse> describe) {
        var job = report.job();
        var events = new ArrayList<JournalEvent>();
        events.add(finished(report, at));
        if (report.billing() == Billing.UNBILLED) {
            events.add(event(job, 3, at, report.simulated(), new Released(job.getDispatch())));
        }
        // Too late between intent and call.
        var status =
                report.errorType() == ErrorType.DEADLINE ? JobStatus.EXPIRED : JobStatus.FAILED;
        int number = events.size() + 2;
        var ending = ending(job, number, status, report.requesterError(), progress, at);
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
