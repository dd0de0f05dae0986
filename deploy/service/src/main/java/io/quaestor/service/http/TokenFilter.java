package io.quaestor.service.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets no request through that does not show the token, except to {@code /health}. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class TokenFilter implements Ordered {
    private static final Set<String> OPEN =
            Set.of("/health", "/health/liveness", "/health/readiness");

    private final HttpToken token;

    TokenFilter(@Property(name = HttpToken.PROPERTY, defaultValue = "") String reference) {
        this.token = HttpToken.from(reference, System.getenv());
    }

    @RequestFilter
    @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
        if (OPEN.contains(request.getPath())) {
            return null;
        }
        return switch (token) {
            case HttpToken.NotAsked _ -> null;
            case HttpToken.Required required when required.isShownBy(authorization(request)) ->
                    null;
            case HttpToken.Required _, HttpToken.Unusable _ -> unauthenticated(request);
        };
    }

    private static String authorization(HttpRequest<?> request) {
        return request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION).orElse("");
    }

    private static HttpResponse<Problem> unauthenticated(HttpRequest<?> request) {
        var problem =
                Problem.of(
                        ProblemKind.UNAUTHENTICATED,
                        "The request shows no token, or another than this service was given.");
        return ProblemAnswers.answer(request, problem)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    /** Before all others. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
