package io.quaestor.cli.chaos.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A kind of process that a campaign disturbs. */
public enum Target {
    WORKER("router-worker-"),
    INGEST("request-ingest-1"),
    AGGREGATOR("spend-aggregator-1"),
    SINK("audit-sink-1"),
    BROKER("broker"),
    POSTGRES("postgres"),
    REGISTRY("registry"),
    SIMULATOR("simulator");

    private final String process;

    Target(String process) {
        this.process = process;
    }

    /** As {@code --kill} names it. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The processes of this kind, by their names in the stack. */
    List<String> processes(int workers) {
        return this == WORKER
                ? IntStream.rangeClosed(1, workers).mapToObj(number -> process + number).toList()
                : List.of(process);
    }
}
