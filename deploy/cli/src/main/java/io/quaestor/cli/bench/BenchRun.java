package io.quaestor.cli.bench;

import io.quaestor.bench.Bench;
import io.quaestor.bench.BenchCatalog;
import io.quaestor.bench.BenchOutcome;
import io.quaestor.bench.BenchTarget;
import io.quaestor.bench.Profile;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.demo.SampleDocument;
import io.quaestor.cli.demo.Samples;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.StateFolder;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts a whole stack with two workers for one profile, has it measured, and stops it. */
public final class BenchRun {
    private static final int WORKERS = 2;

    private final Path state;
    private final Path samples;
    private final PrintStream progress;

    /**
     * @param state folder to empty and use
     * @param samples folder of the documents that prompts are cut from
     * @param progress for the person who waits
     */
    public BenchRun(Path state, Path samples, PrintStream progress) {
        this.state = state;
        this.samples = samples;
        this.progress = progress;
    }

    /**
     * Measures over a window of this length, after a warm-up.
     *
     * @throws CommandFailure where the system does not tell what processes use, or when a process
     *     ended by itself: the figures would not be of a whole stack
     */
    public BenchOutcome measure(Profile profile, Duration warmUp, Duration window) {
        if (!Bench.isPossible()) {
            throw new CommandFailure("bench reads /proc, which this system does not have");
        }
        var console = new StackConsole(progress);
        var distribution = Distribution.find();
        progress.println("Starting the stack in " + state);
        StateFolder.empty(distribution, state, console);
        try (var stack = LocalStack.open(distribution, state, console)) {
            var script = written("simulator.json", profile.script());
            var whole = WholeStack.begin(stack, Optional.of(script));
            apply(whole, profile);
            whole.startServices(WORKERS);
            var outcome = run(whole, profile, warmUp, window);
            if (!console.ended().isEmpty()) {
                throw new CommandFailure("ended by itself: " + String.join(", ", console.ended()));
            }
            return outcome;
        }
    }

    /**
     * Measures a stack that runs already, with its own simulator's script; its catalogue becomes
     * the profile's.
     */
    public BenchOutcome measure(
            WholeStack whole, Profile profile, Duration warmUp, Duration window) {
        apply(whole, profile);
        return run(whole, profile, warmUp, window);
    }

    private BenchOutcome run(WholeStack whole, Profile profile, Duration warmUp, Duration window) {
        return new Bench(target(whole), profile, text(), progress).run(warmUp, window);
    }

    private void apply(WholeStack whole, Profile profile) {
        var catalog = written("catalog.yml", BenchCatalog.of(profile));
        var document = CatalogFile.read(catalog, whole.catalogEnvironment());
        new CatalogPublisher(whole.kafka(), whole.registry(), InstantSource.system())
                .publish(document, System.getProperty("user.name"), "bench");
    }

    private BenchTarget target(WholeStack whole) {
        return new BenchTarget(
                whole.kafka(),
                whole.registry(),
                URI.create(whole.simulatorUrl().orElseThrow()),
                processes(whole.local()),
                whole.local()::pssBytes,
                whole.local()::openFiles);
    }

    private static Map<String, ProcessHandle> processes(LocalStack stack) {
        var handles = new HashMap<String, ProcessHandle>();
        stack.runFile()
                .processes()
                .forEach(
                        process ->
                                process.handle()
                                        .ifPresent(found -> handles.put(process.name(), found)));
        return handles;
    }

    /** Speeches: every character takes one byte, so that lengths in characters are lengths. */
    private String text() {
        return Samples.read(samples).documents().stream()
                .map(SampleDocument::text)
                .collect(Collectors.joining("\n"))
                .replaceAll("[^\\x00-\\x7f]", " ");
    }

    private Path written(String name, String text) {
        var file = state.resolve(name);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file, e);
        }
    }
}
