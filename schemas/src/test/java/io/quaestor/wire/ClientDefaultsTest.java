package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientDefaultsTest {
    private static final KafkaSettings OWN =
            new KafkaSettings(
                    "localhost:9092",
                    Map.of(),
                    Map.of("compression.type", "none", "session.timeout.ms", "9000"));

    @Test
    void yieldsToWhatIsSetForEveryClient() {
        assertThat(ClientDefaults.transactional(OWN, "tx"))
                .containsEntry("compression.type", "none");
        assertThat(ClientDefaults.member(OWN, "id", "group"))
                .containsEntry("session.timeout.ms", "9000");
    }

    @Test
    void yieldsInStreamsWherePrefixesComeFirst() {
        assertThat(ClientDefaults.streams(OWN))
                .containsEntry("producer.compression.type", "none")
                .containsEntry("main.consumer.session.timeout.ms", "9000");
    }
}
