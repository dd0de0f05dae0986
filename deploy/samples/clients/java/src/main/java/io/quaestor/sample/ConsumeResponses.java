package io.quaestor.sample;

import io.quaestor.event.LlmResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Prints responses until each of the named requests has one: {@code sample-consume REQUEST-ID…}.
 */
public final class ConsumeResponses {
    private static final String TOPIC = "llm.responses";

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: sample-consume REQUEST-ID…");
            System.exit(2);
        }
        var awaited = new HashSet<>(List.of(arguments));
        try (var consumer = new KafkaConsumer<String, LlmResponse>(config(System.getenv()))) {
            consumer.subscribe(List.of(TOPIC));
            while (!awaited.isEmpty()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    var response = record.value();
                    if (awaited.remove(response.getRequestId())) {
                        print(response);
                    }
                }
                consumer.commitSync();
            }
        }
    }

    private static void print(LlmResponse response) {
        // Exactly one of a reply and an error.
        var error = response.getError();
        var text = error == null ? response.getContent() : error.getMessage();
        System.out.printf("%s %s: %s%n", response.getRequestId(), response.getStatus(), text);
    }

    /** Confluent's keys; with their library only the deserializer's class name is another. */
    private static Map<String, Object> config(Map<String, String> environment) {
        return Map.of(
                "bootstrap.servers",
                environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""),
                "schema.registry.url",
                environment.getOrDefault("SCHEMA_REGISTRY_URL", ""),
                "group.id",
                environment.getOrDefault("SAMPLE_GROUP", "quaestor-sample-java"),
                "key.deserializer",
                "org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer",
                environment.getOrDefault(
                        "VALUE_DESERIALIZER", "io.quaestor.wire.RegistryAvroDeserializer"),
                "specific.avro.reader",
                true,
                // Responses are written in transactions: one that was aborted was never given.
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
    }

    private ConsumeResponses() {}
}
