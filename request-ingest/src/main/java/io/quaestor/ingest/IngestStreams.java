package io.quaestor.ingest;

import io.quaestor.wire.Liveness;
import io.quaestor.wire.StreamsClients;
import io.quaestor.wire.SupervisedLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** Keeps the Streams application running, from the first registry that answers until the end. */
final class IngestStreams implements AutoCloseable {

    /** A turn takes a quarter of a second; starting and closing take up to ten. */
    private static final Duration STALL_BOUND = Duration.ofSeconds(20);

    /** A turn of the Streams thread takes milliseconds, a commit that is not answered a minute. */
    private static final Duration POLL_BOUND = Duration.ofSeconds(90);

    private final Desk desk;
    private final Topology topology;
    private final Properties config;
    private final StreamsClients clients;
    private final SupervisedLoop loop;
    private volatile @Nullable StreamsRun run;

    IngestStreams(Desk desk, Topology topology, Properties config, StreamsClients clients) {
        this.desk = desk;
        this.topology = topology;
        this.config = config;
        this.clients = clients;
        this.loop = new SupervisedLoop("ingest-streams", STALL_BOUND, this::newRun);
    }

    IngestStreams start() {
        loop.start();
        return this;
    }

    Liveness liveness() {
        var watched = loop.liveness();
        boolean polls = clients.sincePoll().compareTo(POLL_BOUND) <= 0;
        return !watched.healthy() || polls || waitingFor().isPresent()
                ? watched
                : new Liveness(
                        watched.loop(),
                        Liveness.State.STALLED,
                        clients.sincePoll(),
                        watched.restarts(),
                        watched.lastFailure());
    }

    /** The present life of the application; empty until the registry answered once. */
    Optional<StreamsRun> run() {
        return Optional.ofNullable(run);
    }

    /** What a record waits for at present. */
    Optional<String> waitingFor() {
        return desk.patience().waitingFor();
    }

    private StreamsRun newRun() {
        desk.warm();
        var next = new StreamsRun(topology, config, clients, desk.patience()::stop);
        run = next;
        return next;
    }

    @Override
    public void close() {
        loop.close();
    }
}
