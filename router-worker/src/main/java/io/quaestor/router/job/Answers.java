package io.quaestor.router.job;

import io.quaestor.event.AttemptSummary;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.Hold;
import io.quaestor.event.Job;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Progress;
import io.quaestor.event.Receipt;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Terminal;
import io.quaestor.event.Timings;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.VerdictRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the terminal answer of a job and its terminal event. The response's position is put into
 * the event when it is known, inside the transaction.
 */
public record Answers(Envelope envelope) {
    /**
     * What an answer without a model's reply needs.
     *
     * @param eventNumber number of the terminal event
     * @param hold what was held last; null before admission
     */
    public record Ending(
            Job job,
            int lane,
            int eventNumber,
            JobStatus status,
            @Nullable JobError error,
            Progress progress,
            @Nullable Hold hold,
            Versions versions,
            Instant at) {}

    /** EXPIRED, FAILED or CANCELLED, without a reply of a model. */
    public Decided.Answered finished(Ending ending, int dispatch, @Nullable RouteRef route) {
        var terminal = new JobFinished(dispatch, route, terminal(ending));
        return answered(ending, response(ending), terminal);
    }

    /** REJECTED by governance, with all verdicts. */
    public Decided.Answered rejected(Ending ending, List<VerdictRecord> verdicts) {
        var terminal =
                new JobRejected(
                        verdicts,
                        ending.versions().policy(),
                        ending.versions().catalog(),
                        terminal(ending));
        return answered(ending, response(ending), terminal);
    }

    /** Any ending with a response built by the caller on {@link #response}. */
    public Decided.Answered answered(Ending ending, LlmResponse response, Object terminal) {
        var event =
                envelope.numbered(
                        ending.job(),
                        ending.lane(),
                        ending.eventNumber(),
                        ending.at(),
                        response.getSimulated(),
                        terminal);
        return new Decided.Answered(ending.job().getReplyTopic(), response, event);
    }

    /** The response with everything but a reply filled in. */
    public LlmResponse response(Ending ending) {
        var job = ending.job();
        var request = job.getRequest();
        var response = new LlmResponse();
        response.setJobId(job.getJobId());
        response.setDepartment(request.getDepartment());
        response.setRequestId(request.getRequestId());
        response.setSubmission(job.getSubmission());
        response.setRun(job.getRun());
        response.setStatus(ending.status());
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.UNKNOWN);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setSimulated(wasSimulated(ending.progress()));
        response.setTimings(
                new Timings(
                        job.getSubmittedAt(), job.getAcceptedAt(), null, null, ending.at(), 0L));
        response.setError(ending.error());
        response.setReceipt(receipt(ending));
        response.setMetadata(Map.copyOf(request.getMetadata()));
        response.setTrace(request.getTrace());
        return response;
    }

    /** What stand-ins took part in stays marked, whoever ends the job. */
    private static boolean wasSimulated(Progress progress) {
        return progress.getTried().stream().anyMatch(tried -> tried.getRoute().getSimulated());
    }

    /** The terminal part of the closing event. */
    public Terminal terminal(Ending ending) {
        var progress = ending.progress();
        return new Terminal(
                ending.status(),
                forJournal(ending.error()),
                null,
                ending.job().getSubmission(),
                ending.eventNumber(),
                progress.getAttempts(),
                progress.getUnknownOutcomes(),
                progress.getCostNanoUsd(),
                replayable(ending),
                ending.job().getBodySha256());
    }

    /**
     * Only a success and a failure that would come again are replayed to the same id; anything else
     * starts a new run.
     */
    private static boolean replayable(Ending ending) {
        var error = ending.error();
        return ending.status() == JobStatus.SUCCEEDED
                || (ending.status() == JobStatus.FAILED && error != null && !error.getRetryable());
    }

    /**
     * A message for the requester may quote the request, and what is wrong with a reply may quote
     * the reply; the journal holds neither.
     */
    private static @Nullable JobError forJournal(@Nullable JobError error) {
        return error == null
                ? null
                : new JobError(
                        error.getType(),
                        "",
                        error.getRetryable(),
                        error.getProviderStatus(),
                        error.getProviderCode(),
                        error.getType() == ErrorType.SCHEMA_VIOLATION
                                ? List.of()
                                : error.getProblems());
    }

    private static Receipt receipt(Ending ending) {
        var progress = ending.progress();
        var hold = ending.hold();
        var job = ending.job();
        return new Receipt(
                ending.versions().policy(),
                ending.versions().price(),
                ending.versions().catalog(),
                summaries(progress),
                hold == null ? 0L : hold.getBoundNanoUsd(),
                progress.getCostNanoUsd(),
                progress.getUnknownOutcomes(),
                job.getJobId() + "/" + job.getRun() + "/" + ending.eventNumber(),
                ending.lane());
    }

    /** Of calls; a route that sent the job back uncalled has no number. */
    private static List<AttemptSummary> summaries(Progress progress) {
        var summaries = new ArrayList<AttemptSummary>();
        for (TriedRoute tried : progress.getTried()) {
            if (tried.getAttempt() == 0) {
                continue;
            }
            summaries.add(
                    new AttemptSummary(
                            tried.getAttempt(),
                            tried.getRoute(),
                            tried.getError().name(),
                            tried.getBilled()));
        }
        return summaries;
    }
}
