package io.quaestor.ingest.submission;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.JobId;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A request as it was found on its topic.
 *
 * @param request with a trace that can be passed on, or none
 * @param position where its producer put it
 * @param run the run that it begins: its offset in the partition of its request id, so that runs of
 *     a job grow with time
 * @param submittedAt when the broker took it
 * @param valueBytes size of the record's value
 * @param bodySha256 SHA-256 of the request without reply topic, trace and deadline
 */
public record Submitted(
        LlmRequest request,
        TopicPosition position,
        long run,
        Instant submittedAt,
        int valueBytes,
        ByteBuffer bodySha256) {

    public JobId jobId() {
        return JobId.ofTexts(request.getDepartment(), request.getRequestId());
    }
}
