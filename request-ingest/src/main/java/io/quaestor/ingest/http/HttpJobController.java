package io.quaestor.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.quaestor.event.LlmResponse;
import io.quaestor.ingest.job.JobFilter;
import io.quaestor.ingest.job.JobPosition;
import io.quaestor.ingest.job.JobStanding;
import io.quaestor.ingest.job.JobState;
import io.quaestor.ingest.json.AvroJson;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.Trace;
import io.quaestor.service.http.Page;
import io.quaestor.service.http.Problem;
import io.quaestor.service.http.Query;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP. */
@Controller(HttpJobController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class HttpJobController {

    static final String PATH = "/v1/jobs";

    private static final String LIST = "jobs";

    private final Door door;
    private final ExitDoor exit;
    private final KafkaJobView view;

    HttpJobController(Door door, ExitDoor exit, KafkaJobView view) {
        this.door = door;
        this.exit = exit;
        this.view = view;
    }

    /**
     * Submits a request.
     *
     * @param idempotencyKey the request id: the same department and id are the same job
     * @param traceparent W3C trace context; the job's calls become spans of it
     * @param tracestate W3C trace state
     * @param wait how long to wait for the response, at most 60s
     */
    @Post
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(ref = "#/components/schemas/LlmRequest")))
    @ApiResponse(
            responseCode = "202",
            description = "Taken; its standing is at Location",
            content = @Content(schema = @Schema(implementation = JobDocument.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The response, where it was waited for and came in time",
            content = @Content(schema = @Schema(ref = "#/components/schemas/LlmResponse")))
    @ApiResponse(
            responseCode = "400",
            description = "Everything that is wrong",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "409",
            description = "The request id belongs to another request",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "413",
            description = "The request is too large",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "429",
            description = "Too many requests wait to be taken; see Retry-After",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka or the registry does not answer; see Retry-After",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    CompletableFuture<HttpResponse<?>> submit(
            @Header("Idempotency-Key") @Nullable String idempotencyKey,
            @Header("traceparent") @Nullable String traceparent,
            @Header("tracestate") @Nullable String tracestate,
            @QueryValue @Nullable String wait,
            HttpRequest<?> request) {
        Query.knowsOnly(request, "wait");
        var taken =
                door.take(
                        new Door.Arrival(
                                HttpBody.of(request),
                                Optional.ofNullable(idempotencyKey),
                                trace(traceparent, tracestate),
                                Wait.of(wait)));
        return taken.answer()
                .thenApply(
                        answer ->
                                answer.<HttpResponse<?>>map(
                                                response -> answered(taken.job(), response))
                                        .orElseGet(() -> accepted(taken.job())));
    }

    /** One that cannot be read is ignored: tracing refuses no work. */
    private static Optional<Trace> trace(
            @Nullable String traceparent, @Nullable String tracestate) {
        return Optional.ofNullable(traceparent)
                .flatMap(parent -> Trace.read(parent, tracestate == null ? "" : tracestate));
    }

    private static HttpResponse<?> accepted(JobStanding job) {
        return HttpResponse.accepted(location(job)).body(JobDocument.of(job));
    }

    private static HttpResponse<?> answered(JobStanding job, LlmResponse response) {
        return HttpResponse.ok(AvroJson.bytes(response))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .headers(headers -> headers.location(location(job)));
    }

    private static URI location(JobStanding job) {
        return URI.create(PATH + "/" + job.jobId().text());
    }

    /** How a job stands. */
    @Get("/{jobId}")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = JobDocument.class)))
    @ApiResponse(
            responseCode = "404",
            description = "No such job is known; detail says since when it would be",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "503",
            description = "The journal is still being read; see Retry-After",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    JobDocument job(@PathVariable String jobId) {
        return JobDocument.of(found(id(jobId)));
    }

    private JobStanding found(JobId id) {
        return view.book()
                .find(id)
                .orElseThrow(
                        () ->
                                view.isCaughtUp()
                                        ? Refusals.noSuchJob(id.text(), view.reachesBackTo())
                                        : Refusals.catchingUp());
    }

    /**
     * Cancels a job: whoever owns it ends it CANCELLED, unless it ends otherwise before that. A job
     * that waits is not called any more; of a call under way the reply is not delivered, and what
     * it cost is charged.
     *
     * @param by who wants it, for the journal
     * @param reason why, for the journal
     * @param traceparent W3C trace context of the cancellation, for the journal
     * @param tracestate W3C trace state
     */
    @Delete("/{jobId}")
    @ApiResponse(
            responseCode = "202",
            description = "Its owner will be told; the job as it stands",
            content = @Content(schema = @Schema(implementation = JobDocument.class)))
    @ApiResponse(
            responseCode = "404",
            description = "No such job is known; detail says since when it would be",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "409",
            description = "The job has ended already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka or the registry does not answer; see Retry-After",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                            schema = @Schema(implementation = Problem.class)))
    HttpResponse<JobDocument> cancel(
            @PathVariable String jobId,
            @QueryValue @Nullable String by,
            @QueryValue @Nullable String reason,
            @Header("traceparent") @Nullable String traceparent,
            @Header("tracestate") @Nullable String tracestate,
            HttpRequest<?> request) {
        Query.knowsOnly(request, "by", "reason");
        var job = found(id(jobId));
        if (job.state().isFinal()) {
            throw Refusals.hasEnded(job.jobId().text(), job.state());
        }
        exit.cancel(
                job,
                Query.text("by", by),
                Query.text("reason", reason),
                trace(traceparent, tracestate));
        return HttpResponse.accepted(location(job)).body(JobDocument.of(job));
    }

    private static JobId id(String jobId) {
        try {
            return JobId.parse(jobId);
        } catch (IllegalArgumentException e) {
            throw Refusals.parameter(
                    "jobId",
                    "jobId is no job id.",
                    "Send it as it was answered: 8-4-4-4-12 lower-case hexadecimal digits.");
        }
    }

    /**
     * Jobs, newest first.
     *
     * @param department of this department only
     * @param state in these states only, separated by commas
     * @param unknown true for jobs only with a call of which nobody knows how it ended
     * @param limit most jobs of the answer
     * @param cursor what an earlier answer named as next
     */
    @Get
    Page<JobDocument> jobs(
            @QueryValue @Nullable String department,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String unknown,
            @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor,
            HttpRequest<?> request) {
        Query.knowsOnly(request, "department", "state", "unknown", "limit", "cursor");
        var paging = Page.paging(LIST, 2, limit, cursor);
        var filter =
                new JobFilter(Query.text("department", department), states(state), isTrue(unknown));
        var after = paging.after().map(HttpJobController::position);
        if (!view.isCaughtUp()) {
            throw Refusals.catchingUp();
        }
        var following = view.book().newest(filter, after, paging.limit() + 1);
        return Page.of(paging.slice(following, HttpJobController::parts), JobDocument::of);
    }

    private static boolean isTrue(@Nullable String unknown) {
        return Query.oneOf("unknown", unknown, List.of("true", "false"), Optional::of)
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    private static Set<JobState> states(@Nullable String sent) {
        var states = EnumSet.noneOf(JobState.class);
        if (sent != null) {
            for (var name : sent.split(",", -1)) {
                states.add(state(name));
            }
        }
        return states;
    }

    private static JobState state(String name) {
        return Arrays.stream(JobState.values())
                .filter(state -> state.name().equals(name.trim().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () ->
                                Refusals.parameter(
                                        "state",
                                        "state is none that is known.",
                                        "Send one or more of "
                                                + Arrays.toString(JobState.values())));
    }

    private static List<String> parts(JobStanding job) {
        var position = job.position();
        return List.of(Long.toString(position.seenFromMillis()), position.id().toString());
    }

    private static JobPosition position(List<String> parts) {
        try {
            return new JobPosition(
                    Long.parseLong(parts.getFirst()), UUID.fromString(parts.getLast()));
        } catch (IllegalArgumentException e) {
            throw Refusals.parameter(
                    "cursor", "cursor is not a next of this list.", "Begin without one.");
        }
    }
}
