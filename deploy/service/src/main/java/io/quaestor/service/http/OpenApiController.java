package io.quaestor.service.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code /openapi.yml}: the service's own document, generated from its controllers when built. */
@Hidden
@Controller
final class OpenApiController {
    private final ResourceResolver resources;
    private final String document;
    private final Optional<OpenApiCompletion> completion;

    /**
     * @param service named as its document is
     */
    OpenApiController(
            ResourceResolver resources,
            @Property(name = "micronaut.application.name") String service,
            Optional<OpenApiCompletion> completion) {
        this.resources = resources;
        this.completion = completion;
        this.document = "classpath:META-INF/swagger/" + service + ".yml";
    }

    @Get("/openapi.yml")
    @Produces("application/yaml")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String document() throws IOException {
        try (var stream =
                resources
                        .getResourceAsStream(document)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Problem.of(
                                                        ProblemKind.NOT_FOUND,
                                                        "This service has no pages to document.")))) {
            var generated = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return completion.map(more -> more.completed(generated)).orElse(generated);
        }
    }
}
