package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPartitionTest {

    /** Vectors of Kafka's own {@code UtilsTest}; every Kafka client agrees on them. */
    @ParameterizedTest
    @CsvSource({
        "21, -973932308",
        "foobar, -790332482",
        "a-little-bit-long-string, -985981536",
        "a-little-bit-longer-string, -1486304829",
        "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971"
    })
    void hashesAsKafkaPublishes(String text, int hash) {
        assertThat(RequestPartition.murmur2(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
    }

    @Test
    void agreesWithTheClientLibraryOnAnyBytes() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 5000; i++) {
                        byte[] key = new byte[random.nextInt(70)];
                        random.nextBytes(key);
                        int partitions = random.nextInt(1, 200);
                        assertThat(RequestPartition.of(key, partitions))
                                .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % partitions);
                    }
                });
    }

    @Test
    void usesTheUtf8BytesOfARequestId() {
        RequestId id = new RequestId("漢-1");

        assertThat(RequestPartition.of(id, 32))
                .isEqualTo(RequestPartition.of("漢-1".getBytes(StandardCharsets.UTF_8), 32));
    }

    @Test
    void needsAPartition() {
        assertThatThrownBy(() -> RequestPartition.of(new RequestId("x"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
