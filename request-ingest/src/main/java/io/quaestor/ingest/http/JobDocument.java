package io.quaestor.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.event.ErrorType;
import io.quaestor.ingest.job.JobStanding;
import io.quaestor.ingest.job.JobState;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.job.Reason;
import io.quaestor.ingest.job.RouteTaken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands, as JSON. What is not known or does not apply is left out.
 *
 * @param run one life of the job; a request id that is submitted again starts a new one only after
 *     an end that is not repeated
 * @param model the alias that was asked for
 * @param route what the job was routed to last
 * @param attempts calls of providers that were begun
 * @param unknownOutcomes calls that may have been billed, charged as an upper bound
 * @param remembered further submissions that came while it ran, and are answered when it ends
 * @param replayed further submissions that were answered with its answer
 * @param costIsEstimated whether a part of the cost is an upper bound
 * @param costIsIncomplete whether a call had no price
 * @param simulated whether a stand-in answers
 * @param acceptedAt when the submission was taken, or first heard of
 * @param notBefore earliest time of the next try
 * @param deadline latest time a call may start
 * @param reason why it ended without success, or is tried again
 * @param submission where the request lies
 * @param response where the answer lies
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record JobDocument(
        String jobId,
        String department,
        String requestId,
        long run,
        JobState state,
        @Nullable String model,
        @Nullable Route route,
        int attempts,
        int unknownOutcomes,
        boolean cancelRequested,
        int remembered,
        int replayed,
        long costNanoUsd,
        boolean costIsEstimated,
        boolean costIsIncomplete,
        boolean simulated,
        long providerMillis,
        Instant acceptedAt,
        @Nullable Instant admittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant notBefore,
        @Nullable Instant finishedAt,
        @Nullable Instant deadline,
        @Nullable Why reason,
        @Nullable Position submission,
        @Nullable Position response) {

    /** Provider and model of one call. */
    @Serdeable
    record Route(String provider, String model, String region, boolean simulated) {

        static Route of(RouteTaken route) {
            return new Route(route.provider(), route.model(), route.region(), route.simulated());
        }
    }

    /**
     * Why a job did not succeed.
     *
     * @param text often empty, for the type says it
     * @param retryable whether the same request may succeed later or elsewhere
     */
    @Serdeable
    record Why(ErrorType type, String text, boolean retryable) {

        static Why of(Reason reason) {
            return new Why(reason.type(), reason.text(), reason.retryable());
        }
    }

    /** A place in Kafka. */
    @Serdeable
    record Position(String topic, int partition, long offset) {

        static Position of(Place place) {
            return new Position(place.topic(), place.partition(), place.offset());
        }
    }

    static JobDocument of(JobStanding job) {
        var origin = job.origin();
        var course = job.course();
        var times = job.times();
        return new JobDocument(
                origin.jobId().text(),
                origin.department(),
                origin.requestId(),
                origin.run(),
                job.state(),
                origin.model().isEmpty() ? null : origin.model(),
                course.route().map(Route::of).orElse(null),
                course.attempts(),
                course.unknownOutcomes(),
                course.cancelRequested(),
                job.duplicates().remembered(),
                job.duplicates().replayed(),
                job.costNanoUsd(),
                job.costIsEstimated(),
                job.costIsIncomplete(),
                job.simulated(),
                course.providerMillis(),
                times.seenFrom(),
                times.admittedAt().orElse(null),
                times.startedAt().orElse(null),
                times.notBefore().orElse(null),
                times.finishedAt().orElse(null),
                times.deadline().orElse(null),
                course.reason().map(Why::of).orElse(null),
                origin.submission().map(Position::of).orElse(null),
                course.response().map(Position::of).orElse(null));
    }
}
