package io.quaestor.router.attempt;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Billing;
import io.quaestor.event.Cost;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.JobError;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Progress;
import io.quaestor.event.Repair;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Timings;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.Usage;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended, in the terms of the records: its event, what the job has behind it now,
 * and what a response says of it. Pure.
 *
 * @param cost null when certainly nothing is billed
 * @param error as the journal may hold it; null when the model answered
 * @param ended null when a former owner made the call, or it is still open
 */
record AttemptReport(
        RoutedJob job,
        AttemptOutcome outcome,
        Billing billing,
        @Nullable Usage usage,
        @Nullable Cost cost,
        @Nullable JobError error,
        @Nullable Ended ended) {
    /** Nobody knows how the call ends, or nobody will. */
    static AttemptReport unknown(RoutedJob job, String message) {
        return new AttemptReport(
                job,
                AttemptOutcome.UNKNOWN,
                Billing.UNKNOWN,
                null,
                AttemptCost.estimate(job.getHold(), job.getPriceVersion()),
                new JobError(ErrorType.OUTCOME_UNKNOWN, message, true, 0, "", List.of()),
                null);
    }

    /** A call of ours ended. */
    static AttemptReport of(RoutedJob job, Ended ended, PriceBook prices) {
        var reply = ended.reply();
        var fault = reply.failure();
        return new AttemptReport(
                job,
                outcome(ended),
                reply.billing(),
                reply.usage().map(AttemptCost::usage).orElse(null),
                cost(job, ended, prices),
                fault.map(known -> known.forJournal(retryable(reply)))
                        .or(() -> Misshapen.forJournal(job, ended))
                        .orElse(null),
                ended);
    }

    private static AttemptOutcome outcome(Ended ended) {
        var reply = ended.reply();
        if (reply instanceof ProviderReply.Completed) {
            return ended.shape() instanceof Shape.Missed
                    ? AttemptOutcome.FAILED
                    : AttemptOutcome.SUCCEEDED;
        }
        return reply.billing() == Billing.UNKNOWN ? AttemptOutcome.UNKNOWN : AttemptOutcome.FAILED;
    }

    private static @Nullable Cost cost(RoutedJob job, Ended ended, PriceBook prices) {
        return switch (ended.reply().billing()) {
            case UNBILLED -> null;
            case BILLED -> {
                var usage = ended.reply().usage().orElseThrow();
                yield AttemptCost.of(prices, job.getRoute(), usage, ended.startedAt());
            }
            case UNKNOWN -> AttemptCost.estimate(job.getHold(), job.getPriceVersion());
        };
    }

    private static boolean retryable(ProviderReply reply) {
        return switch (reply) {
            case ProviderReply.Completed _, ProviderReply.Refused _ -> false;
            case ProviderReply.Throttled _ -> true;
            case ProviderReply.Failed failed -> failed.retryable();
        };
    }

    /** The error for the requester, who may read the provider's words about the own request. */
    @Nullable JobError requesterError() {
        return ended == null
                ? error
                : ended.reply()
                        .failure()
                        .map(known -> known.forRequester(retryable(ended.reply())))
                        .or(() -> Misshapen.forRequester(job, ended))
                        .orElse(error);
    }

    ErrorType errorType() {
        return error == null ? ErrorType.UNKNOWN : error.getType();
    }

    /** Its number among the calls of the job. */
    int attempt() {
        return attempt(job);
    }

    static int attempt(RoutedJob job) {
        return job.getProgress().getAttempts() + 1;
    }

    /** Whether a stand-in was to answer, or said that it did. */
    boolean simulated() {
        return job.getRoute().getSimulated()
                || (ended != null && ended.reply().origin().simulated());
    }

    AttemptFinished event() {
        var finished =
                new AttemptFinished(
                        job.getDispatch(),
                        attempt(),
                        job.getRoute(),
                        outcome,
                        billing,
                        usage,
                        cost,
                        error,
                        FinishReason.UNKNOWN,
                        "",
                        "",
                        null,
                        0L);
        if (ended != null) {
            finished.setResponseModel(ended.reply().origin().responseModel());
            finished.setProviderRequestId(ended.reply().origin().providerRequestId());
            finished.setProviderMillis(ended.took().toMillis());
            if (ended.reply() instanceof ProviderReply.Completed completed) {
                finished.setFinishReason(completed.finishReason());
                finished.setReplySha256(ReplyJson.sha256(completed.content()));
            }
        }
        return finished;
    }

    /**
     * What the job has behind it with this attempt.
     *
     * @param waits the job waits for a route that failed it
     */
    Progress progress(boolean waits) {
        var before = job.getProgress();
        var tried = new ArrayList<>(before.getTried());
        if (error != null) {
            boolean billed = billing != Billing.UNBILLED;
            tried.add(new TriedRoute(job.getRoute(), attempt(), errorType(), billed));
        }
        return new Progress(
                attempt(),
                before.getThrottled() + (waits ? 1 : 0),
                before.getUnknownOutcomes() + (billing == Billing.UNKNOWN ? 1 : 0),
                before.getRepairs(),
                Math.addExact(before.getCostNanoUsd(), cost == null ? 0 : cost.getTotalNanoUsd()),
                tried,
                repair());
    }

    /** What the next call is to repair: as before, unless the model has answered. */
    private @Nullable Repair repair() {
        boolean answered = ended != null && ended.reply() instanceof ProviderReply.Completed;
        return answered ? null : job.getProgress().getRepair();
    }

    /** Says in a response what was called, and what that took and cost. */
    void describeIn(LlmResponse response) {
        response.setRoute(job.getRoute());
        response.setSimulated(response.getSimulated() || simulated());
        response.setUsage(usage);
        response.setCost(cost);
        var timings = response.getTimings();
        response.setTimings(
                new Timings(
                        timings.getSubmittedAt(),
                        timings.getAcceptedAt(),
                        job.getRoutedAt(),
                        ended == null ? null : ended.startedAt(),
                        timings.getFinishedAt(),
                        ended == null ? 0 : ended.took().toMillis()));
        if (ended != null) {
            response.setResponseModel(ended.reply().origin().responseModel());
        }
        if (error == null) {
            // What failed is among the routes tried.
            var summary =
                    new AttemptSummary(attempt(), job.getRoute(), JobStatus.SUCCEEDED.name(), true);
            response.getReceipt().getAttempts().add(summary);
        }
    }
}
