package io.quaestor.spend;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.StreamsClients;
import io.quaestor.wire.registry.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology and never gives up: a thread that fails (registry away, a bug) is replaced
 * after a pause, and its transaction was aborted, so that nothing is lost or published twice. Only
 * a broken virtual machine ends it.
 */
final class SpendStreams implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpendStreams.class);

    /**
     * How long the last changes of a burst may wait for their flush; each turn looks at 32 tasks,
     * and 40 turns a second were 4 % of a core on an idle machine.
     */
    private static final int POLL_MS = 50;

    /** Between commits (400 ms) some thousand totals of 120 bytes change. */
    private static final long STORE_CACHE_BYTES = 8L * 1024 * 1024;

    private static final long RETRY_PAUSE_MILLIS = 1_000;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    /** A turn takes milliseconds, a commit that is not answered a minute. */
    private static final Duration STALL_BOUND = Duration.ofSeconds(90);

    private final KafkaStreams streams;
    private final StreamsClients clients;
    private final Schemas schemas;
    private volatile boolean closing;
    private final AtomicLong replaced = new AtomicLong();
    private volatile Optional<String> lastFailure = Optional.empty();

    SpendStreams(
            Topology topology,
            Schemas schemas,
            SpendSettings settings,
            KafkaSettings kafka,
            StreamsClients clients) {
        this.schemas = schemas;
        this.clients = clients;
        this.streams = new KafkaStreams(topology, config(settings, kafka), clients);
        streams.setUncaughtExceptionHandler(this::failed);
    }

    static Properties config(SpendSettings settings, KafkaSettings kafka) {
        var config = new Properties();
        config.putAll(
                Map.of(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        Groups.SPEND,
                        StreamsConfig.CLIENT_ID_CONFIG,
                        Groups.SPEND + "-" + settings.instance(),
                        StreamsConfig.STATE_DIR_CONFIG,
                        settings.stateFolder().toString(),
                        StreamsConfig.POLL_MS_CONFIG,
                        POLL_MS,
                        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                        STORE_CACHE_BYTES,
                        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                        SmallRocks.class));
        // Last, so that what an operator sets wins.
        config.putAll(ClientDefaults.streams(kafka));
        return config;
    }

    /** Returns at once; the topology runs as soon as the registry has answered for every schema. */
    SpendStreams start() {
        var _ = Thread.ofPlatform().name("spend-start").daemon().start(this::startWhenWarm);
        return this;
    }

    private void startWhenWarm() {
        while (!closing) {
            try {
                schemas.warm();
                startUnlessClosing();
                return;
            } catch (RegistryException e) {
                log.warn("waiting for the schema registry: {}", e.getMessage());
                lastFailure = Optional.of(Liveness.named(e));
                pause();
            }
        }
    }

    private synchronized void startUnlessClosing() {
        if (!closing) {
            streams.start();
        }
    }

    /** The poll loop of the Streams thread. */
    Liveness liveness() {
        return new Liveness("streams", loopState(), clients.sincePoll(), replaced(), lastFailure);
    }

    private Liveness.State loopState() {
        return switch (streams.state()) {
            case CREATED -> Liveness.State.STARTING;
            case REBALANCING -> Liveness.State.RESTARTING;
            case RUNNING ->
                    clients.sincePoll().compareTo(STALL_BOUND) > 0
                            ? Liveness.State.STALLED
                            : Liveness.State.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> Liveness.State.STOPPED;
        };
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /** Stream threads that failed and were replaced. */
    long replaced() {
        return replaced.get();
    }

    Optional<String> lastFailure() {
        return lastFailure;
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        lastFailure = Optional.of(Liveness.named(failure));
        if (rootOf(failure) instanceof VirtualMachineError) {
            log.error("the virtual machine is broken: spend-aggregator ends", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.error("the stream thread failed and is replaced", failure);
        replaced.incrementAndGet();
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static Throwable rootOf(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    /** On a thread that has nothing else to do. */
    private static void pause() {
        try {
            Thread.sleep(RETRY_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Commits what is in hand and leaves. */
    @Override
    public synchronized void close() {
        closing = true;
        if (!streams.close(CLOSE_WAIT)) {
            log.warn("streams did not end within {}", CLOSE_WAIT);
        }
    }
}
