package io.quaestor.audit;

import io.micronaut.context.ApplicationContext;
import io.quaestor.service.ServiceStart;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.util.Map;

/**
 * The process that writes {@code llm.journal} to PostgreSQL; configured by {@code audit-sink.yml}
 * and the environment.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quaestor: the audit log",
                        version = "1",
                        description =
                                "Hashes are hexadecimal digits, times UTC. Errors are problem details (RFC 9457):"
                                        + " 400 for a parameter that is wrong or unknown, 401 without the"
                                        + " bearer token where one is configured, 422 for a search that would"
                                        + " read too much, 503 with Retry-After while the database is away."))
public final class AuditSink {
    private static final ServiceStart START = ServiceStart.of(AuditSink.class, "audit-sink");

    private AuditSink() {}

    public static void main(String[] args) {
        START.run(args);
    }

    /** Starts it in this process, for tests; {@code overrides} win over files and environment. */
    static ApplicationContext start(Map<String, Object> overrides) {
        return START.start(overrides);
    }
}
