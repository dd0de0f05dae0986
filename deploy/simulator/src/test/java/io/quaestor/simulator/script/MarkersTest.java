package io.quaestor.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkersTest {

    @Test
    void readsMarkersAnywhereInThePrompt() {
        assertThat(read("a [[sim:latency=1.5s]] b\n[[sim:usage=10,5,2]]"))
                .containsExactly(
                        marker(new Marker.Take(Duration.ofMillis(1_500))),
                        marker(new Marker.Use(new TokenUsage(10, 5, 2, 0, 0))));
    }

    @Test
    void readsOptions() {
        assertThat(read("[[sim:error=400,type=context_length_exceeded,first=2,model=gpt-*]]"))
                .containsExactly(
                        new Marker(
                                new Marker.Behave(
                                        new Behaviour.Fail(
                                                400,
                                                "context_length_exceeded",
                                                "",
                                                Optional.empty())),
                                Optional.of(2),
                                Optional.of("gpt-*")));
        assertThat(read("[[sim:hang,first=1]]"))
                .containsExactly(
                        new Marker(
                                new Marker.Behave(new Behaviour.Hang()),
                                Optional.of(1),
                                Optional.empty()));
    }

    @Test
    void readsAnswersOfAnotherForm() {
        assertThat(read("[[sim:invalid,first=2]] [[sim:fenced]]"))
                .containsExactly(
                        new Marker(
                                new Marker.Behave(new Behaviour.AnswerAmiss()),
                                Optional.of(2),
                                Optional.empty()),
                        marker(new Marker.Behave(new Behaviour.AnswerFenced())));
    }

    @Test
    void refusesAMarkerThatMeansNothing() {
        for (String marker :
                List.of(
                        "explode",
                        "error",
                        "error=200",
                        "error=abc",
                        "latency=soon",
                        "throttle",
                        "usage=1",
                        "usage=1,2,3",
                        "usage=-1,2",
                        "hang,first=x",
                        "latency=99m")) {
            assertThat(Markers.in("[[sim:" + marker + "]]"))
                    .as(marker)
                    .isEqualTo(new Markers.Meaningless("[[sim:" + marker + "]]"));
        }
        assertThat(Markers.in("[[sim:hang")).isInstanceOf(Markers.Meaningless.class);
    }

    @Test
    void findsNoMarkersInOrdinaryText() {
        assertThat(read("An [[ordinary]] text with [brackets].")).isEmpty();
    }

    private static Marker marker(Marker.Effect effect) {
        return new Marker(effect, Optional.empty(), Optional.empty());
    }

    private static List<Marker> read(String prompt) {
        return ((Markers.Read) Markers.in(prompt)).markers();
    }
}
