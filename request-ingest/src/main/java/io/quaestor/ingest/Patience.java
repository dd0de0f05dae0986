package io.quaestor.ingest;

import io.quaestor.wire.Liveness;
import io.quaestor.wire.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry or a view that is away, in the middle of a record: the record is neither
 * lost nor dead-lettered, and its partition waits.
 *
 * <p>It waits in place because the alternative, letting the Streams thread be replaced, costs a
 * rebalance that waits for the old member's session. What the open transaction held is aborted by
 * the broker after its timeout and processed again. In the end the thread is replaced all the same,
 * well before the group would throw it out.
 */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    /** Streams' {@code max.poll.interval.ms} is 300 s; a lookup itself takes up to one second. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Duration longest;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable String waitingFor;

    /**
     * @param longest how long one record waits before it fails, at most {@link #LONGEST}
     */
    Patience(Duration longest) {
        this.longest = longest;
    }

    /** What is being waited for, and why; empty when nothing is. */
    Optional<String> waitingFor() {
        return Optional.ofNullable(waitingFor);
    }

    /** Ends all waiting, now and later. */
    void stop() {
        stopping.countDown();
    }

    /**
     * The answer of {@code question}, asked again while registry or view are away.
     *
     * @throws RegistryUnavailableException if the registry stays away
     * @throws ViewUnavailableException if the view stays away
     */
    <T> T until(Supplier<T> question) {
        long giveUpNanos = System.nanoTime() + longest.toNanos();
        try {
            for (long pauseMs = FIRST_PAUSE_MS; ; pauseMs = longer(pauseMs)) {
                try {
                    return question.get();
                } catch (RegistryUnavailableException | ViewUnavailableException away) {
                    if (System.nanoTime() > giveUpNanos || stopped(away, pauseMs)) {
                        throw away;
                    }
                }
            }
        } finally {
            waitingFor = null;
        }
    }

    private static long longer(long pauseMs) {
        return Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }

    private boolean stopped(RuntimeException away, long pauseMs) {
        if (waitingFor == null) {
            log.warn("a partition waits: {}", away.getMessage());
        }
        waitingFor = Liveness.named(away);
        try {
            return stopping.await(pauseMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
