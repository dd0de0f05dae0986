package io.quaestor.ingest;

import io.micronaut.context.ApplicationContext;
import io.quaestor.service.ServiceStart;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.util.Map;

/**
 * The process that takes submissions from {@code llm.requests}; configured by {@code
 * request-ingest.yml} and the environment.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quaestor: jobs",
                        version = "1",
                        description =
                                "Submit requests to language models, wait for them, see how they stand."
                                        + " The department of a request is trusted."
                                        + " Errors are problem details (RFC 9457): 400 also for a"
                                        + " parameter that is wrong or unknown, 401 without the bearer"
                                        + " token where one is configured, 503 with Retry-After also"
                                        + " while the journal is still being read."))
public final class RequestIngest {
    private static final ServiceStart START =
            ServiceStart.of(RequestIngest.class, "request-ingest");

    private RequestIngest() {}

    public static void main(String[] args) {
        START.run(args);
    }

    /** Starts it in this process, for tests; {@code overrides} win over files and environment. */
    static ApplicationContext start(Map<String, Object> overrides) {
        return START.start(overrides);
    }
}
