package io.quaestor.service.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Unquoted;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with problems: what controllers throw on purpose, and what nobody expected. */
final class ProblemAnswers {
    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    static MutableHttpResponse<Problem> answer(HttpRequest<?> request, Problem problem) {
        return HttpResponse.<Problem>status(HttpStatus.valueOf(problem.status()))
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                .body(problem.at(request.getPath()));
    }

    /** The reference is all that the caller learns; the log has it beside the cause. */
    static Problem unexpected(HttpRequest<?> request, Throwable failure) {
        var reference = UUID.randomUUID().toString();
        log.atError()
                .setCause(Unquoted.of(failure))
                .addKeyValue(TelemetryNames.REFERENCE, reference)
                .addKeyValue(TelemetryNames.METHOD, request.getMethodName())
                .addKeyValue(TelemetryNames.PATH, request.getPath())
                .log("a request failed");
        return Problem.of(ProblemKind.INTERNAL, "Something failed here; reference " + reference);
    }

    /** Thrown on purpose. */
    @Singleton
    @Produces(MediaType.APPLICATION_JSON_PROBLEM)
    static final class Thrown implements ExceptionHandler<ProblemException, HttpResponse<Problem>> {

        @Override
        @SuppressWarnings("rawtypes") // as the framework declares it
        public HttpResponse<Problem> handle(HttpRequest request, ProblemException thrown) {
            var response = answer(request, thrown.problem());
            thrown.retryAfter()
                    .ifPresent(
                            wait ->
                                    response.header(
                                            HttpHeaders.RETRY_AFTER,
                                            Long.toString(Math.max(1, wait.toSeconds()))));
            return response;
        }
    }

    /** Thrown by mistake, or because something is broken. */
    @Singleton
    @Produces(MediaType.APPLICATION_JSON_PROBLEM)
    static final class Unexpected implements ExceptionHandler<Throwable, HttpResponse<Problem>> {

        @Override
        @SuppressWarnings("rawtypes") // as the framework declares it
        public HttpResponse<Problem> handle(HttpRequest request, Throwable failure) {
            return answer(request, unexpected(request, failure));
        }
    }

    private ProblemAnswers() {}
}
