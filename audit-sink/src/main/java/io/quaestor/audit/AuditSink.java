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
                                "Hashes are hexadecimal digits, times UTC. Errors are problem details (RFC 9457)."))
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
