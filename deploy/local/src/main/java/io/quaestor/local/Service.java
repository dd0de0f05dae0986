package io.quaestor.local;

import java.util.List;
import java.util.Map;

/**
 * One service process to start.
 *
 * @param program its argument file's name without {@code .args}
 * @param instance its {@code QUAESTOR_INSTANCE}, unique in the stack and the same after a restart
 * @param environment beside what every service gets from the stack; secrets go here
 * @param arguments of the program
 * @param health the path that answers 200 when it serves; empty when an open port is all it has
 */
public record Service(
        String program,
        String instance,
        Map<String, String> environment,
        List<String> arguments,
        String health) {
    private static final String HEALTH = "/health";

    public Service {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    public static Service requestIngest() {
        return of("request-ingest", "request-ingest-1", Map.of());
    }

    /**
     * A worker.
     *
     * @param number counts from 1
     * @param environment the variables that the catalogue's {@code env:NAME} credentials name
     */
    public static Service routerWorker(int number, Map<String, String> environment) {
        return of("router-worker", "router-worker-" + number, environment);
    }

    public static Service spendAggregator() {
        return of("spend-aggregator", "spend-aggregator-1", Map.of());
    }

    public static Service auditSink() {
        return of("audit-sink", "audit-sink-1", Map.of());
    }

    /**
     * The provider simulator with its credentials ({@code QUAESTOR_SIMULATOR_BEARER_KEY}, …) and,
     * if any, its script.
     */
    public static Service simulator(Map<String, String> environment, List<String> arguments) {
        return new Service("simulator", "simulator", environment, arguments, "");
    }

    private static Service of(String program, String instance, Map<String, String> environment) {
        return new Service(program, instance, environment, List.of(), HEALTH);
    }

    /** Environment values may be secrets: only their names are printed. */
    @Override
    public String toString() {
        return "Service[" + instance + ", " + environment.keySet() + ", " + arguments + "]";
    }
}
