package io.quaestor.sample;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes one request and prints where it lies: {@code sample-produce ID DEPARTMENT ALIAS
 * PROMPT}. The id is the idempotency key: with the same content it is the same job.
 */
public final class ProduceRequest {
    private static final String TOPIC = "llm.requests";

    public static void main(String[] arguments) throws ExecutionException, InterruptedException {
        if (arguments.length != 4) {
            System.err.println("usage: sample-produce ID DEPARTMENT ALIAS PROMPT");
            System.exit(2);
        }
        var request = request(arguments[0], arguments[1], arguments[2], arguments[3]);
        try (var producer = new KafkaProducer<String, LlmRequest>(config(System.getenv()))) {
            var record = new ProducerRecord<>(TOPIC, request.getRequestId(), request);
            var place = producer.send(record).get();
            System.out.println(place);
        }
    }

    /** Confluent's keys; with their library only the serializer's class name is another. */
    private static Map<String, Object> config(Map<String, String> environment) {
        return Map.of(
                "bootstrap.servers",
                environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""),
                "schema.registry.url",
                environment.getOrDefault("SCHEMA_REGISTRY_URL", ""),
                "key.serializer",
                "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer",
                environment.getOrDefault(
                        "VALUE_SERIALIZER", "io.quaestor.wire.RegistryAvroSerializer"),
                "acks",
                "all",
                "enable.idempotence",
                true,
                "compression.type",
                "zstd");
    }

    private static LlmRequest request(String id, String department, String alias, String prompt) {
        return LlmRequest.newBuilder()
                .setRequestId(id)
                .setDepartment(department)
                .setUser("java-sample")
                .setAuditReason("trying the Java sample")
                .setUseCase("sample")
                .setSensitivity(Sensitivity.PUBLIC)
                .setModel(alias)
                .setMessages(List.of(new Message(Role.USER, List.of(new TextPart(prompt)), "")))
                .setMaxOutputTokens(256)
                .build();
    }

    private ProduceRequest() {}
}
