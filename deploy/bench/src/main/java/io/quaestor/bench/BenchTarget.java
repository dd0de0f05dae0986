package io.quaestor.bench;

import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A running stack to measure.
 *
 * @param simulator its simulator's address
 * @param processes by name: each counts with its children
 * @param pssBytes memory by process
 * @param openFiles by process
 */
public record BenchTarget(
        KafkaSettings kafka,
        RegistryClient registry,
        URI simulator,
        Map<String, ProcessHandle> processes,
        Supplier<Map<String, Long>> pssBytes,
        Supplier<Map<String, Integer>> openFiles) {
    /** The stand-in's name among the processes: what it uses is not Quaestor's. */
    public static final String SIMULATOR = "simulator";

    public BenchTarget {
        processes = Map.copyOf(processes);
    }
}
