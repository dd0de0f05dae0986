package io.quaestor.cli.submit;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TopicPosition;
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
public final class RequestPublisher {
    /**
     * Publishes all of them; where each lies, in their order.
     *
     * @throws CommandFailure when one could not be published; others may have been
     */
    public static List<TopicPosition> publish(
            List<LlmRequest> requests, KafkaSettings kafka, RegistryClient registry) {
        var encoder = RecordEncoder.ofValues(registry);
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        ClientDefaults.producer(kafka, "quaestor-submit"))) {
            for (var request : requests) {
                var value = encoder.encode(Topics.REQUESTS, request);
                sent.add(
                        producer.send(Lanes.keyed(Topics.REQUESTS, request.getRequestId(), value)));
            }
            var positions = new ArrayList<TopicPosition>();
            for (var one : sent) {
                positions.add(position(one.get()));
            }
            return positions;
        } catch (ExecutionException e) {
            throw new CommandFailure("a request could not be published: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static TopicPosition position(RecordMetadata at) {
        return new TopicPosition(at.topic(), at.partition(), at.offset());
    }

    private RequestPublisher() {}
}
