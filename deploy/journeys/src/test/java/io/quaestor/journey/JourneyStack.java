package io.quaestor.journey;

import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.catalog.CatalogReader;
import io.quaestor.cli.catalog.CatalogReading;
import io.quaestor.cli.catalog.PublishOutcome;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A whole local stack of a journey: every service a process of its own. */
final class JourneyStack implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("quaestor.root"));
    static final String AUTHOR = "journey";

    private final LocalStack local;
    private final WholeStack whole;

    private JourneyStack(LocalStack local, WholeStack whole) {
        this.local = local;
        this.whole = whole;
    }

    /** Starts everything, with a first catalogue. */
    static JourneyStack start(Path state, Path script, String catalog, int workers) {
        var console = new StackConsole(System.out);
        var local = LocalStack.open(Distribution.find().shortLived(), state, console);
        try {
            var stack = new JourneyStack(local, WholeStack.begin(local, Optional.of(script)));
            stack.apply(catalog, "first");
            stack.whole.startServices(workers);
            return stack;
        } catch (RuntimeException e) {
            local.close();
            throw e;
        }
    }

    /** A version in force, and when its transaction had been committed. */
    record Applied(long version, Instant at) {}

    /** Applies a document, which must change something. */
    Applied apply(String document, String reason) {
        var publisher = new CatalogPublisher(kafka(), registry(), InstantSource.system());
        var outcome = publisher.publish(valid(document), AUTHOR, reason);
        var at = Instant.now();
        return switch (outcome) {
            case PublishOutcome.Published published -> new Applied(published.version(), at);
            case PublishOutcome.Unchanged(long version) ->
                    throw new IllegalStateException("nothing changed since version " + version);
        };
    }

    private CatalogDocument valid(String document) {
        return switch (CatalogReader.read(document, whole.catalogEnvironment())) {
            case CatalogReading.Valid(var read) -> read;
            case CatalogReading.Refused(var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    KafkaSettings kafka() {
        return whole.kafka();
    }

    RegistryClient registry() {
        return whole.registry();
    }

    WholeStack whole() {
        return whole;
    }

    String simulatorUrl() {
        return whole.simulatorUrl().orElseThrow();
    }

    String jdbcUrl() {
        return local.jdbcUrl();
    }

    @Override
    public void close() {
        local.close();
    }
}
