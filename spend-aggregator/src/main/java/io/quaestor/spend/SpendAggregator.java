package io.quaestor.spend;

import io.micronaut.context.ApplicationContext;
import io.quaestor.service.ServiceStart;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.util.Map;

/**
 * The process that keeps the books; configured by {@code spend-aggregator.yml} and the environment.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quaestor: spend and budgets",
                        version = "1",
                        description =
                                "Money is USD with nine decimals, as a string. Errors are problem details (RFC 9457):"
                                        + " 400 for a parameter that is wrong or unknown, 401 without the"
                                        + " bearer token where one is configured, 503 with Retry-After while"
                                        + " the topics are still being read."))
public final class SpendAggregator {
    private static final ServiceStart START =
            ServiceStart.of(SpendAggregator.class, "spend-aggregator");

    private SpendAggregator() {}

    public static void main(String[] args) {
        START.run(args);
    }

    /** Starts it in this process, for tests; {@code overrides} win over files and environment. */
    static ApplicationContext start(Map<String, Object> overrides) {
        return START.start(overrides);
    }
}
