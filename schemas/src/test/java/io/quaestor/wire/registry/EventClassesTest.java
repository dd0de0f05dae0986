package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Sensitivity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A producer of another team: the schemas jar, Avro's builders, no system property. */
class EventClassesTest {

    @Test
    void buildsAndDecodesRecordsInAProcessWithoutAvrosSystemProperty() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Producer.class.getName())
                        .redirectErrorStream(true)
                        .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("INTERNAL");
    }

    /** The other process. */
    public static final class Producer {

        private Producer() {}

        public static void main(String[] args) {
            EventClasses.trust();
            if (ClassSecurityValidator.getGlobal().isTrusted(ProcessBuilder.class)) {
                throw new AssertionError("trusts more than the events");
            }
            LlmRequest request =
                    LlmRequest.newBuilder()
                            .setRequestId("r-1")
                            .setDepartment("legal")
                            .setModel("fast")
                            .setMessages(List.of())
                            .setDeadline(Instant.ofEpochMilli(1_800_000_000_000L))
                            .build();
            try (FakeRegistry registry = new FakeRegistry()) {
                RegistryClient client = registry.client();
                byte[] framed = RecordEncoder.ofValues(client).encode("llm.requests", request);
                LlmRequest decoded =
                        RecordDecoder.of(client, LlmRequest.class)
                                .decode(
                                        new ConsumerRecord<>(
                                                "llm.requests", 0, 0, new byte[0], framed));
                if (!decoded.equals(request) || decoded.getSensitivity() != Sensitivity.INTERNAL) {
                    throw new AssertionError("decoded something else");
                }
                System.out.println(decoded.getSensitivity());
            }
        }
    }
}
