package io.quaestor.ingest.http;

import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.RegistryException;
import io.quaestor.wire.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Edge: asks the schema registry now and then, so that {@code /health} can say how it fares. */
final class RegistryLook implements AutoCloseable {

    /** Records need it only for schemas not seen before: seconds are soon enough. */
    private static final long PAUSE_MS = 5_000;

    private static final String SUBJECT = Topics.REQUESTS + "-value";

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    private final RegistryClient registry;
    private final SupervisedLoop loop;

    RegistryLook(RegistryClient registry) {
        this.registry = registry;
        this.loop = new SupervisedLoop("registry-look", STALL_BOUND, Look::new);
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

    private final class Look implements LoopBody {

        private final CountDownLatch stopping = new CountDownLatch(1);
        private boolean isFirst = true;

        @Override
        public void turn() throws InterruptedException {
            if (!isFirst && stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            ask();
            isFirst = false;
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

        @Override
        public void wakeup() {
            stopping.countDown();
        }

        @Override
        public void close() {
            stopping.countDown();
        }
    }
}
