package io.quaestor.service.http;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;

/** Gives the errors that Micronaut itself finds (unknown path, wrong method, …) our shape. */
@Singleton
final class FrameworkProblems implements ErrorResponseProcessor<Problem> {

    @Override
    public MutableHttpResponse<Problem> processResponse(
            ErrorContext context, MutableHttpResponse<?> response) {
        var request = context.getRequest();
        var problem = problem(context, response.code());
        return response.toMutableResponse()
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                .body(problem.at(request.getPath()));
    }

    private static Problem problem(ErrorContext context, int status) {
        return switch (ProblemKind.ofStatus(status)) {
            case INTERNAL ->
                    context.getRootCause()
                            .map(cause -> ProblemAnswers.unexpected(context.getRequest(), cause))
                            .orElseGet(() -> Problem.of(ProblemKind.INTERNAL, "HTTP " + status));
            case BAD_PARAMETER, BAD_BODY -> badRequest(context);
            case NOT_FOUND -> Problem.of(ProblemKind.NOT_FOUND, unknown(context.getRequest()));
            case ProblemKind other -> Problem.of(other, message(context));
        };
    }

    private static String unknown(HttpRequest<?> request) {
        return "This service has nothing at " + request.getPath();
    }

    private static Problem badRequest(ErrorContext context) {
        return switch (context.getRootCause().orElse(null)) {
            case UnsatisfiedBodyRouteException _ ->
                    Problem.of(ProblemKind.BAD_BODY, "The body is missing.");
            case UnsatisfiedRouteException missing ->
                    Problem.ofParameter(
                            missing.getArgument().getName(),
                            missing.getArgument().getName() + " is missing.");
            case ConversionErrorException wrong when isBody(wrong) ->
                    Problem.of(ProblemKind.BAD_BODY, message(context));
            case ConversionErrorException wrong ->
                    Problem.ofParameter(wrong.getArgument().getName(), message(context));
            case null, default -> Problem.of(ProblemKind.BAD_BODY, message(context));
        };
    }

    private static boolean isBody(ConversionErrorException wrong) {
        return wrong.getArgument().getAnnotationMetadata().hasAnnotation(Body.class);
    }

    /** The first line of the framework's message: further ones quote source code and classes. */
    private static String message(ErrorContext context) {
        return context.getErrors().stream()
                .map(Error::getMessage)
                .flatMap(String::lines)
                .findFirst()
                .orElse("");
    }
}
