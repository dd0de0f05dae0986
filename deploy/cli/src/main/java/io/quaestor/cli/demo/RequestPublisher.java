package io.quaestor.cli.demo;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.event.LlmRequest;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Edge: publishes requests as any producer would: Avro in Confluent's format, keyed by request id.
 */
final class RequestPublisher {
    static void publish(List<LlmRequest> requests, KafkaSettings kafka, RegistryClient registry) {
        var encoder = RecordEncoder.ofValues(registry);
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        ClientDefaults.producer(kafka, "quaestor-demo"))) {
            for (var request : requests) {
                var value = encoder.encode(Topics.REQUESTS, request);
                sent.add(
                        producer.send(Lanes.keyed(Topics.REQUESTS, request.getRequestId(), value)));
            }
            for (var one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new CommandFailure("a request could not be published: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private RequestPublisher() {}
}
