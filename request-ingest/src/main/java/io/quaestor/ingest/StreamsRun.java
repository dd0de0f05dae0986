package io.quaestor.ingest;

import io.quaestor.wire.LoopBody;
import io.quaestor.wire.StreamsClients;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: one life of the Streams application. A thread that fails is replaced after a pause; an
 * application that ends all the same fails its turn and so is built anew. The process stays.
 */
final class StreamsRun implements LoopBody {

    private static final Logger log = LoggerFactory.getLogger(StreamsRun.class);

    private static final long TURN_MS = 250;

    /** A cause that stays must not fill log and broker with rebalances. */
    private static final long REPLACEMENT_PAUSE_MS = 1_000;

    private static final Duration CLOSE_BOUND = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong replacedThreads = new AtomicLong();
    private final Runnable onStop;
    private volatile @Nullable Throwable lastFailure;

    /**
     * @param onStop makes a processor that waits give up
     */
    StreamsRun(Topology topology, Properties config, StreamsClients clients, Runnable onStop) {
        this.onStop = onStop;
        this.streams = new KafkaStreams(topology, config, clients);
        streams.setUncaughtExceptionHandler(this::failed);
        streams.setStateListener((now, _) -> noteEnd(now));
        streams.start();
    }

    State state() {
        return streams.state();
    }

    long replacedThreads() {
        return replacedThreads.get();
    }

    /** Why a thread was replaced last. */
    @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    @Override
    public void turn() throws InterruptedException {
        if (!ended.await(TURN_MS, TimeUnit.MILLISECONDS) || stopping.getCount() == 0) {
            return;
        }
        if (lastFailure instanceof VirtualMachineError broken) {
            throw broken;
        }
        throw new IllegalStateException("Streams ended in " + streams.state(), lastFailure);
    }

    private void noteEnd(State state) {
        if (state == State.ERROR || state == State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    /** Runs in the failing thread. */
    private StreamThreadExceptionResponse failed(Throwable failure) {
        lastFailure = failure;
        if (failure instanceof VirtualMachineError) {
            log.error("the virtual machine is broken", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        try {
            if (stopping.await(REPLACEMENT_PAUSE_MS, TimeUnit.MILLISECONDS)) {
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        replacedThreads.incrementAndGet();
        log.warn("the Streams thread failed and is replaced", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Override
    public void wakeup() {
        stopping.countDown();
        onStop.run();
        ended.countDown();
    }

    /** Leaves the group at once: the next start need not wait for the session to run out. */
    @Override
    public void close() {
        stopping.countDown();
        var options =
                CloseOptions.groupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_BOUND);
        if (!streams.close(options)) {
            log.warn("Streams did not end within {}", CLOSE_BOUND);
        }
    }
}
