package io.quaestor.ingest;

import io.quaestor.event.FinishReason;
import io.quaestor.event.Job;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Receipt;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker writes when a job ends. */
final class Answers {

    private Answers() {}

    static LlmResponse of(Job job, JobStatus status, @Nullable String content) {
        var response = new LlmResponse();
        response.setJobId(job.getJobId());
        response.setDepartment(job.getRequest().getDepartment());
        response.setRequestId(job.getRequest().getRequestId());
        response.setSubmission(job.getSubmission());
        response.setRun(job.getRun());
        response.setStatus(status);
        response.setContent(content);
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.STOP);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setTimings(
                new Timings(job.getSubmittedAt(), job.getAcceptedAt(), null, null, now(), 0L));
        response.setReceipt(new Receipt("", "", 1L, List.of(), 60L, 55L, 0, "an event", 9));
        response.setMetadata(Map.of());
        return response;
    }

    /** What the ledger is told of it. */
    static JobEnded end(
            int lane, Job job, TopicPosition response, JobStatus status, boolean replayable) {
        return new JobEnded(
                lane,
                job.getJobId(),
                job.getRequest().getDepartment(),
                job.getRequest().getRequestId(),
                job.getRun(),
                status,
                replayable,
                response,
                null);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }
}
