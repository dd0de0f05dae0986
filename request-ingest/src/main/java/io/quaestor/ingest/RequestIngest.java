package io.quaestor.ingest;

import io.micronaut.context.ApplicationContext;
import io.quaestor.service.ServiceStart;
import java.util.Map;

/**
 * The process that takes submissions from {@code llm.requests}; configured by {@code
 * request-ingest.yml} and the environment.
 */
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
