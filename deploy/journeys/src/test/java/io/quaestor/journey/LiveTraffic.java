package io.quaestor.journey;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A small steady stream of requests of each department, while the catalogue changes below it. */
final class LiveTraffic implements AutoCloseable {
    /**
     * Two jobs of each department a second: enough to see when a change acts, no load to speak of.
     */
    private static final int PERIOD_MILLIS = 500;

    /** What its request ids begin with. */
    static final String PREFIX = "live-";

    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final AtomicInteger submitted = new AtomicInteger();

    LiveTraffic(JourneyStack stack) {
        encoder = RecordEncoder.ofValues(stack.registry());
        producer = new KafkaProducer<>(ClientDefaults.producer(stack.kafka(), "live-traffic"));
        var _ =
                clock.scheduleAtFixedRate(
                        () -> aliases.forEach(this::submit),
                        0,
                        PERIOD_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** From now on these departments ask for this alias. */
    void ask(String alias, List<String> departments) {
        departments.forEach(department -> aliases.put(department, alias));
    }

    /** Publishes one request. */
    void submit(String department, String alias) {
        var id = PREFIX + submitted.incrementAndGet();
        var text = "Summarise in one sentence: The roads of " + id + " were built.";
        var request =
                LlmRequest.newBuilder()
                        .setRequestId(id)
                        .setDepartment(department)
                        .setAuditReason("journey")
                        .setSensitivity(Sensitivity.PUBLIC)
                        .setModel(alias)
                        .setMessages(
                                List.of(new Message(Role.USER, List.of(new TextPart(text)), "")))
                        .setMaxOutputTokens(64)
                        .build();
        var _ =
                producer.send(
                        Lanes.keyed(Topics.REQUESTS, id, encoder.encode(Topics.REQUESTS, request)));
    }

    /** Publishes nothing more; returns how many there were. */
    int stop() {
        clock.close();
        producer.flush();
        return submitted.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }
}
