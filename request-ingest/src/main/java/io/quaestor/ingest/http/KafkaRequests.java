package io.quaestor.ingest.http;

import io.quaestor.event.CancelRequest;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.Trace;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Edge: writes requests to {@code llm.requests}, and cancellations to their topic, as any producer
 * would. Safe for several threads.
 */
final class KafkaRequests implements AutoCloseable {

    /** Part of the heap; beyond it a send waits, for at most a second. */
    private static final long BUFFER_BYTES = 24L << 20;

    /** What was sent is delivered or fails within {@code delivery.timeout.ms}. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaRequests(KafkaSettings kafka, RegistryClient registry, String clientId) {
        encoder = RecordEncoder.ofValues(registry);
        var config = ClientDefaults.producer(kafka, clientId + "-door");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        producer = new KafkaProducer<>(config);
    }

    /**
     * The record's value.
     *
     * @throws io.quaestor.wire.registry.RegistryException if the registry must be asked and does
     *     not answer
     */
    byte[] encoded(LlmRequest request) {
        return encoder.encode(Topics.REQUESTS, request);
    }

    /**
     * Where it lies, once all replicas in sync have it; fails with a {@link KafkaException}.
     *
     * @param trace put into the record's headers, as instrumented producers do
     */
    CompletableFuture<TopicPosition> publish(
            String requestId, byte[] value, Optional<Trace> trace) {
        return sent(Topics.REQUESTS, requestId, value, trace);
    }

    /**
     * Writes a cancellation to {@code llm.cancellations}; as {@link #publish}.
     *
     * @throws io.quaestor.wire.registry.RegistryException if the registry must be asked and does
     *     not answer
     */
    CompletableFuture<TopicPosition> publish(CancelRequest cancellation, Optional<Trace> trace) {
        byte[] value = encoder.encode(Topics.CANCELLATIONS, cancellation);
        return sent(Topics.CANCELLATIONS, cancellation.getRequestId(), value, trace);
    }

    private CompletableFuture<TopicPosition> sent(
            String topic, String requestId, byte[] value, Optional<Trace> trace) {
        var record = Lanes.keyed(topic, requestId, value);
        trace.ifPresent(parent -> carry(parent, record.headers()));
        var published = new CompletableFuture<TopicPosition>();
        try {
            var _ =
                    producer.send(
                            record,
                            (at, failure) -> {
                                if (failure == null) {
                                    published.complete(
                                            new TopicPosition(
                                                    at.topic(), at.partition(), at.offset()));
                                } else {
                                    published.completeExceptionally(failure);
                                }
                            });
        } catch (KafkaException refused) {
            published.completeExceptionally(refused);
        }
        return published;
    }

    private static void carry(Trace trace, Headers headers) {
        headers.add("traceparent", trace.traceparent().getBytes(StandardCharsets.UTF_8));
        headers.add("tracestate", trace.state().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(CLOSE_BOUND);
    }
}
