package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.TraceContext;
import io.quaestor.ingest.submission.Requests;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyDigestTest {

    @Test
    void doesNotDependOnReplyTopicTraceDeadlineAndTheOrderOfMetadata() {
        var one = Requests.valid("r-1", "legal");
        one.setMetadata(ordered("a", "b"));
        var other = Requests.valid("r-1", "legal");
        other.setMetadata(ordered("b", "a"));
        other.setReplyTopic("llm.responses.team");
        other.setTrace(new TraceContext("x", ""));
        other.setDeadline(Instant.EPOCH);

        assertThat(BodyDigest.of(other)).isEqualTo(BodyDigest.of(one));
        assertThat(other.getReplyTopic()).isEqualTo("llm.responses.team");
    }

    private static Map<String, String> ordered(String... keys) {
        var map = new LinkedHashMap<String, String>();
        for (var key : keys) {
            map.put(key, "v");
        }
        return map;
    }

    @Test
    void dependsOnEverythingElse() {
        var one = Requests.valid("r-1", "legal");
        var other = Requests.valid("r-1", "legal");
        other.setPriority(1);

        assertThat(BodyDigest.of(other)).isNotEqualTo(BodyDigest.of(one));
    }

    /** Digests are kept for as long as answers are replayed: they may not change with the code. */
    @Test
    void staysWhatItWas() {
        byte[] digest = new byte[32];
        BodyDigest.of(Requests.valid("r-1", "legal")).get(digest);

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("97d6276821b768cfa890de534fc6a69dc7e497e462b89d37af4910e5b3cd13b7");
    }
}
