package io.quaestor.ingest.http;

import io.quaestor.event.CancelRequest;
import io.quaestor.ingest.job.JobStanding;
import io.quaestor.kernel.Trace;
import io.quaestor.wire.registry.RegistryException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Publishes cancellations as any client would. Blocks for seconds, and is for virtual threads. */
final class ExitDoor {

    /** Above the producer's own bounds (one second to begin, four to deliver). */
    private static final long PUBLISH_MS = 6_000;

    private final KafkaRequests requests;

    ExitDoor(KafkaRequests requests) {
        this.requests = requests;
    }

    /**
     * @throws io.quaestor.service.http.ProblemException when it could not be published
     */
    void cancel(
            JobStanding job, Optional<String> by, Optional<String> reason, Optional<Trace> trace) {
        var origin = job.origin();
        var cancellation =
                new CancelRequest(
                        origin.department(),
                        origin.requestId(),
                        by.orElse(""),
                        reason.orElse(""),
                        null);
        try {
            var _ =
                    requests.publish(cancellation, trace)
                            .orTimeout(PUBLISH_MS, TimeUnit.MILLISECONDS)
                            .join();
        } catch (RegistryException e) {
            throw Refusals.away("The schema registry", e);
        } catch (CompletionException e) {
            throw Refusals.away("The broker", e.getCause() == null ? e : e.getCause());
        }
    }
}
