package io.quaestor.ingest.http;

import io.quaestor.wire.Liveness;
import io.quaestor.wire.PeriodicLook;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.RegistryException;
import io.quaestor.wire.registry.RegistryUnavailableException;
import java.time.Duration;

/** Edge: asks the schema registry now and then, so that {@code /health} can say how it fares. */
final class RegistryLook implements AutoCloseable {

    /** Records need it only for schemas not seen before: seconds are soon enough. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String SUBJECT = Topics.REQUESTS + "-value";

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    private final RegistryClient registry;
    private final SupervisedLoop loop;

    RegistryLook(RegistryClient registry) {
        this.registry = registry;
        this.loop =
                new SupervisedLoop(
                        "registry-look", STALL_BOUND, () -> new PeriodicLook(PAUSE, this::ask));
    }

    RegistryLook start() {
        loop.start();
        return this;
    }

    Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Any answer will do, also that there is no such subject yet. */
    private void ask() {
        try {
            registry.latest(SUBJECT);
        } catch (RegistryUnavailableException away) {
            throw away;
        } catch (RegistryException answered) {
            // It answers.
        }
    }
}
