package io.quaestor.ingest.submission;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobError;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Problem;
import io.quaestor.event.Receipt;
import io.quaestor.event.ReplayOrder;
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.Terminal;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.TraceContext;
import io.quaestor.kernel.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the records that tell of a judgement. Whatever the request holds, a rejection is small:
 * names are cut, and only what passed its rules is echoed.
 */
public final class Announcements {

    /** The first event of a run, and with ingest's own rejection the last. */
    private static final int FIRST_EVENT = 1;

    /** A department code has at most 63 characters. */
    private static final int DEPARTMENT_CHARS_MAX = 63;

    private final String instance;

    /**
     * @param instance name of the process, for the journal
     */
    public Announcements(String instance) {
        this.instance = instance;
    }

    public AcceptedJob accepted(Submission.Accepted accepted) {
        return new AcceptedJob(accepted.lane(), accepted.job(), FIRST_EVENT);
    }

    public JournalEvent event(Submission.Accepted accepted, StageSequence sequence) {
        var job = accepted.job();
        var request = job.getRequest();
        var event =
                new JobAccepted(
                        job.getSubmission(),
                        request.getUser(),
                        request.getAuditReason(),
                        request.getUseCase(),
                        request.getSensitivity(),
                        request.getModel(),
                        job.getReplyTopic(),
                        job.getDeadline(),
                        job.getBodySha256(),
                        job.getInputBytes(),
                        job.getClaim());
        return event(accepted.lane(), accepted.submitted(), job.getAcceptedAt(), sequence, event);
    }

    /** A submission that waits for the answer of {@code run}. */
    public JournalEvent remembered(Submission.Accepted accepted, long run, StageSequence sequence) {
        var at = accepted.submitted().position();
        var event = new SubmissionRemembered(at, accepted.job().getReplyTopic());
        return besides(
                new About(
                        accepted.lane(),
                        accepted.job().getJobId(),
                        accepted.job().getRequest().getDepartment(),
                        accepted.job().getRequest().getRequestId(),
                        run),
                "remembered",
                at,
                accepted.job().getAcceptedAt(),
                sequence,
                accepted.submitted().request().getTrace(),
                event);
    }

    /** A cancellation that its job's owner is told of. */
    public JournalEvent cancel(
            CancelRequested cancel, TopicPosition at, Instant now, StageSequence sequence) {
        return besides(
                new About(
                        cancel.getLane(),
                        cancel.getJobId(),
                        cancel.getDepartment(),
                        cancel.getRequestId(),
                        cancel.getRun()),
                "cancel",
                at,
                now,
                sequence,
                cancel.getTrace(),
                cancel);
    }

    /** What is to be repeated to a submission, in the words of the replay stage. */
    public ReplayOrder order(
            Submission.Accepted accepted, long run, @Nullable TopicPosition original) {
        var request = accepted.job().getRequest();
        return new ReplayOrder(
                accepted.lane(),
                accepted.job().getJobId(),
                request.getDepartment(),
                request.getRequestId(),
                run,
                accepted.submitted().position(),
                accepted.submitted().submittedAt(),
                accepted.job().getReplyTopic(),
                original,
                accepted.job().getAcceptedAt(),
                request.getTrace(),
                null);
    }

    private record About(int lane, String jobId, String department, String requestId, long run) {}

    /** An event beside the numbered ones of a run, named after what caused it. */
    private JournalEvent besides(
            About job,
            String what,
            TopicPosition cause,
            Instant at,
            StageSequence sequence,
            @Nullable TraceContext trace,
            Object event) {
        return new JournalEvent(
                job.lane(),
                "%s/%d/%s/%d-%d"
                        .formatted(
                                job.jobId(),
                                job.run(),
                                what,
                                cause.getPartition(),
                                cause.getOffset()),
                job.jobId(),
                job.department(),
                job.requestId(),
                job.run(),
                0,
                at,
                Stage.INGEST,
                instance,
                false,
                sequence,
                trace,
                event);
    }

    public JournalEvent event(
            Submission.Rejected rejected,
            CatalogSnapshot catalog,
            StageSequence sequence,
            Instant now) {
        var submitted = rejected.submitted();
        var terminal =
                new Terminal(
                        JobStatus.REJECTED,
                        error(rejected.problems(), ""),
                        null,
                        submitted.position(),
                        FIRST_EVENT,
                        0,
                        0,
                        0L,
                        false,
                        submitted.bodySha256());
        var event =
                new JobRejected(List.of(), catalog.policyVersion(), catalog.version(), terminal);
        return event(rejected.lane(), submitted, now, sequence, event);
    }

    public LlmResponse response(
            Submission.Rejected rejected, CatalogSnapshot catalog, Instant now) {
        var submitted = rejected.submitted();
        var response = new LlmResponse();
        response.setJobId(submitted.jobId().text());
        response.setDepartment(department(submitted));
        response.setRequestId(requestId(submitted));
        response.setSubmission(submitted.position());
        response.setRun(submitted.run());
        response.setStatus(JobStatus.REJECTED);
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.UNKNOWN);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setTimings(new Timings(submitted.submittedAt(), now, null, null, now, 0L));
        response.setError(error(rejected.problems(), summary(rejected.problems())));
        response.setReceipt(receipt(rejected, catalog));
        response.setMetadata(metadata(submitted));
        response.setTrace(submitted.request().getTrace());
        return response;
    }

    private JournalEvent event(
            int lane, Submitted submitted, Instant at, StageSequence sequence, Object event) {
        return new JournalEvent(
                lane,
                eventId(submitted),
                submitted.jobId().text(),
                department(submitted),
                requestId(submitted),
                submitted.run(),
                FIRST_EVENT,
                at,
                Stage.INGEST,
                instance,
                false,
                sequence,
                submitted.request().getTrace(),
                event);
    }

    private static Receipt receipt(Submission.Rejected rejected, CatalogSnapshot catalog) {
        return new Receipt(
                catalog.policyVersion(),
                "",
                catalog.version(),
                List.of(),
                0L,
                0L,
                0,
                eventId(rejected.submitted()),
                rejected.lane());
    }

    /** One type when all problems are of it, else that of an invalid request. */
    private static JobError error(List<Problem> problems, String message) {
        var first = problems.getFirst().getType();
        boolean unanimous = problems.stream().allMatch(problem -> problem.getType() == first);
        var type = unanimous ? first : ErrorType.INVALID_REQUEST;
        return new JobError(type, message, false, 0, "", problems);
    }

    private static String summary(List<Problem> problems) {
        var first = problems.getFirst();
        var text =
                first.getField().isEmpty()
                        ? first.getMessage()
                        : first.getField() + " " + first.getMessage();
        return problems.size() == 1
                ? text
                : "%s; %d problems in all".formatted(text, problems.size());
    }

    private static String eventId(Submitted submitted) {
        return submitted.jobId().text() + "/" + submitted.run() + "/" + FIRST_EVENT;
    }

    private static String department(Submitted submitted) {
        return Texts.cut(submitted.request().getDepartment(), DEPARTMENT_CHARS_MAX);
    }

    private static String requestId(Submitted submitted) {
        return Texts.cut(submitted.request().getRequestId(), RequestId.CHARS_MAX);
    }

    private static Map<String, String> metadata(Submitted submitted) {
        var metadata = submitted.request().getMetadata();
        return IdentityRules.echoable(metadata) ? metadata : Map.of();
    }
}
