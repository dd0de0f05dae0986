package io.quaestor.cli.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.event.LlmRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ErrandsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T05:00:00Z");
    private static final int COUNT = 3_000;

    private final Errands errands = new Errands(42, 40, BEGIN);

    @Test
    void followsFromSeedAndNumber() {
        var again = new Errands(42, 40, BEGIN);
        var other = new Errands(43, 40, BEGIN);
        int different = 0;
        for (int i = 0; i < 100; i++) {
            assertThat(errands.errand(i)).isEqualTo(again.errand(i));
            different += errands.errand(i).equals(other.errand(i)) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(90);
        assertThat(errands.due(80)).isEqualTo(BEGIN.plusSeconds(2));
    }

    @Test
    void hasEveryKindAboutAsOftenAsItsWeightSays() {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        for (int i = 0; i < COUNT; i++) {
            counts.merge(errands.errand(i).kind(), 1, Integer::sum);
        }

        for (var kind : Kind.values()) {
            double expected = COUNT * kind.weight() / 100.0;
            assertThat((double) counts.getOrDefault(kind, 0))
                    .as("%s", kind)
                    .isBetween(expected * 0.6, expected * 1.4);
        }
    }

    @Test
    void repeatsARequestByteForByteOrPutsAnotherUnderItsId() {
        var originals = new HashMap<String, LlmRequest>();
        int same = 0;
        int other = 0;
        for (int i = 0; i < COUNT; i++) {
            if (errands.errand(i) instanceof Errand.Publish(var kind, var request)) {
                var original = originals.get(request.getRequestId());
                if (kind == Kind.PLAIN) {
                    originals.put(request.getRequestId(), request);
                } else if (kind == Kind.DUPLICATE && original != null) {
                    assertThat(request).isEqualTo(original);
                    same++;
                } else if (kind == Kind.CONFLICT && original != null) {
                    assertThat(request).isNotEqualTo(original);
                    other++;
                }
            }
        }
        assertThat(same).isGreaterThan(100);
        assertThat(other).isGreaterThan(50);
    }

    @Test
    void givesEveryRequestADeadlineSoThatTheCampaignEnds() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            var latest = errands.due(i).plus(Duration.ofSeconds(90));
            switch (errands.errand(i)) {
                case Errand.Publish(var _, var request) -> endsBy(latest, request);
                case Errand.PublishAndCancel(var _, var request, var _) -> endsBy(latest, request);
                case Errand.Post(var _, var id, var json) -> {
                    var body = new ObjectMapper().readValue(json, Map.class);
                    assertThat(Instant.parse(String.valueOf(body.get("deadline"))))
                            .isBeforeOrEqualTo(latest);
                    assertThat(Kind.of(id)).contains(Kind.POSTED);
                }
                case Errand.PublishBytes(var _, var key, var _) ->
                        assertThat(Kind.of(key)).contains(Kind.GARBAGE);
            }
        }
    }

    private static void endsBy(Instant latest, LlmRequest request) {
        assertThat(Objects.requireNonNull(request.getDeadline())).isBeforeOrEqualTo(latest);
    }
}
