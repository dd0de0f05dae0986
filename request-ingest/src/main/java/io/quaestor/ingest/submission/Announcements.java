package io.quaestor.ingest.submission;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AcceptedJob;
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
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.event.Terminal;
import io.quaestor.event.Timings;
import io.quaestor.kernel.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
