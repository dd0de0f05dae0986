package io.quaestor.router;

import io.micronaut.context.ApplicationContext;
import io.quaestor.service.ServiceStart;
import java.util.Map;

/**
 * The process that lets jobs in and calls the providers; configured by {@code router-worker.yml}
 * and the environment.
 *
 * <p>Stateless: everything that matters is in Kafka, so any number of workers may come and go.
 */
public final class RouterWorker {
    private static final ServiceStart START = ServiceStart.of(RouterWorker.class, "router-worker");

    private RouterWorker() {}

    public static void main(String[] args) {
        START.run(args);
    }

    /** Starts it in this process, for tests; {@code overrides} win over files and environment. */
    public static ApplicationContext start(Map<String, Object> overrides) {
        return START.start(overrides);
    }
}
