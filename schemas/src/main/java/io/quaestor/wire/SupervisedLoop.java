package io.quaestor.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs a {@link LoopBody} turn after turn, and builds a new one when a turn fails.
 *
 * <p>A loop never dies silently: whatever a turn throws is logged, the body is closed and built
 * anew after a growing pause, and the {@link #liveness()} tells. The one exception is a broken
 * virtual machine (out of memory), after which nothing can be promised: the loop stops and stays
 * unhealthy, for the process to be replaced.
 */
public final class SupervisedLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SupervisedLoop.class);

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final String name;
    private final Callable<? extends LoopBody> bodies;
    private final Duration stallBound;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile Liveness.State state = Liveness.State.STARTING;
    private volatile long lastTurnNanos = System.nanoTime();
    private final AtomicLong restarts = new AtomicLong();
    private volatile @Nullable String lastFailure;
    private volatile @Nullable LoopBody current;
    private volatile long pauseMs = FIRST_PAUSE_MS;

    /**
     * @param bodies builds a fresh body; may throw, and is then tried again
     * @param stallBound a turn that takes longer makes the loop unhealthy
     */
    public SupervisedLoop(String name, Duration stallBound, Callable<? extends LoopBody> bodies) {
        this.name = name;
        this.bodies = bodies;
        this.stallBound = stallBound;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public SupervisedLoop start() {
        thread.start();
        return this;
    }

    public Liveness liveness() {
        var since = Duration.ofNanos(System.nanoTime() - lastTurnNanos);
        var shown =
                state == Liveness.State.RUNNING && since.compareTo(stallBound) > 0
                        ? Liveness.State.STALLED
                        : state;
        return new Liveness(name, shown, since, restarts.get(), Optional.ofNullable(lastFailure));
    }

    private void run() {
        while (!stopped()) {
            try (var body = bodies.call()) {
                current = body;
                turns(body);
            } catch (VirtualMachineError e) {
                log.error("loop {} ends: the virtual machine is broken", name, e);
                lastFailure = Liveness.named(e);
                break;
            } catch (Throwable e) {
                failed(e);
            } finally {
                current = null;
            }
        }
        state = Liveness.State.STOPPED;
    }

    private void turns(LoopBody body) throws Exception {
        while (!stopped()) {
            body.turn();
            lastTurnNanos = System.nanoTime();
            state = Liveness.State.RUNNING;
            pauseMs = FIRST_PAUSE_MS;
        }
    }

    private void failed(Throwable e) {
        if (stopped()) {
            log.debug("loop {} ended while stopping", name, e);
            return;
        }
        state = Liveness.State.RESTARTING;
        restarts.incrementAndGet();
        lastFailure = Liveness.named(e);
        log.warn("loop {} failed and is built anew in {} ms", name, pauseMs, e);
        pause();
    }

    private void pause() {
        try {
            if (!stopping.await(pauseMs, TimeUnit.MILLISECONDS)) {
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and it has counted the latch down.
            log.debug("loop {} interrupted", name);
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /**
     * Lets the running turn end, closes the body and waits for the thread, for at most the stall
     * bound.
     */
    @Override
    public void close() {
        stopping.countDown();
        var body = current;
        if (body != null) {
            body.wakeup();
        } else {
            // Being built: nothing of it can be lost.
            thread.interrupt();
        }
        try {
            if (!thread.join(stallBound)) {
                log.warn("loop {} did not end within {}", name, stallBound);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
