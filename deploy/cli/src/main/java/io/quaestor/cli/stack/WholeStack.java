package io.quaestor.cli.stack;

import io.quaestor.local.LocalStack;
import io.quaestor.local.Service;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A local stack with everything in it: infrastructure, topics, simulator and all services, each its
 * own process. The stack itself is closed by whoever opened it.
 */
public final class WholeStack {
    static final String SIMULATOR = "simulator";

    private final LocalStack stack;
    private final SimulatorKeys keys = SimulatorKeys.random();
    private final RegistryClient registry;
    private final boolean simulator;

    private WholeStack(LocalStack stack, boolean simulator) {
        this.stack = stack;
        this.registry = RegistryClient.from(stack.kafka().registry());
        this.simulator = simulator;
    }

    /**
     * Starts infrastructure, topics and the simulator; services are started when the catalogue is
     * there.
     *
     * @param script the simulator's; empty for a stack without one
     */
    public static WholeStack begin(LocalStack stack, Optional<Path> script) {
        stack.startInfrastructure().provision(List.of());
        var whole = new WholeStack(stack, script.isPresent());
        script.ifPresent(whole::startSimulator);
        return whole;
    }

    /**
     * The same, with a simulator that also writes its call log to a file, which outlives it.
     *
     * @param callLog appended to
     */
    public static WholeStack begin(LocalStack stack, Path script, Path callLog) {
        stack.startInfrastructure().provision(List.of());
        var whole = new WholeStack(stack, true);
        whole.startSimulator(script, "--call-log-file", callLog.toAbsolutePath().toString());
        return whole;
    }

    private void startSimulator(Path script, String... more) {
        var arguments = new ArrayList<>(List.of("--script", script.toAbsolutePath().toString()));
        arguments.addAll(List.of(more));
        stack.start(Service.simulator(keys.forSimulator(), arguments));
    }

    /** Starts every service, with so many workers, which are numbered from 1. */
    public void startServices(int workers) {
        var services = new ArrayList<Service>();
        services.add(Service.requestIngest());
        services.add(Service.spendAggregator());
        services.add(Service.auditSink());
        for (int i = 1; i <= workers; i++) {
            services.add(worker(i));
        }
        stack.start(services.toArray(Service[]::new)).complete();
    }

    /** Starts one more worker; returns when it serves. */
    public void startWorker(int number) {
        stack.start(worker(number));
    }

    private Service worker(int number) {
        return Service.routerWorker(number, simulator ? keys.forWorkers() : Map.of());
    }

    public KafkaSettings kafka() {
        return stack.kafka();
    }

    public RegistryClient registry() {
        return registry;
    }

    /** Empty for a stack without a simulator. */
    public Optional<String> simulatorUrl() {
        return simulator ? Optional.of(stack.service(SIMULATOR).url()) : Optional.empty();
    }

    /** The variables a catalogue may name. */
    public Map<String, String> catalogEnvironment() {
        return Endpoints.catalogEnvironment(simulatorUrl().orElse(""));
    }

    public LocalStack local() {
        return stack;
    }
}
