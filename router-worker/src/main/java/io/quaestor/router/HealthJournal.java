package io.quaestor.router;

import io.quaestor.event.RouteHealthChanged;
import io.quaestor.router.health.Circuits;
import io.quaestor.router.job.Envelope;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: tells the journal of circuits that change. News for people, on which nothing is decided: it
 * waits for no transaction, and may be lost with the process.
 */
final class HealthJournal implements BiConsumer<Circuits.Standing, Instant>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HealthJournal.class);

    private final RecordEncoder encoder;
    private final Envelope envelope;
    private final KafkaProducer<byte[], byte[]> producer;

    HealthJournal(KafkaSettings kafka, RecordEncoder encoder, Envelope envelope, String clientId) {
        this.encoder = encoder;
        this.envelope = envelope;
        this.producer = new KafkaProducer<>(ClientDefaults.producer(kafka, clientId));
    }

    @Override
    public void accept(Circuits.Standing change, Instant at) {
        var model = change.route().getModel();
        log.warn("the circuit of {} is {}", model, change.state());
        // Off the thread that learned of it, which may be one that completes calls.
        Thread.ofVirtual().name("health-journal").start(() -> send(change, at));
    }

    private void send(Circuits.Standing change, Instant at) {
        var event = envelope.ofRoute(change.route(), at, changed(change));
        try {
            var _ =
                    producer.send(
                            Lanes.record(
                                    Topics.JOURNAL,
                                    event.getLane(),
                                    event.getSubject(),
                                    encoder.encode(Topics.JOURNAL, event)),
                            (_, e) -> {
                                if (e != null) {
                                    log.warn("{} is not in the journal", event.getEventId(), e);
                                }
                            });
        } catch (RuntimeException e) {
            log.warn("{} is not in the journal", event.getEventId(), e);
        }
    }

    private static RouteHealthChanged changed(Circuits.Standing change) {
        return new RouteHealthChanged(change.route(), change.state(), "");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
