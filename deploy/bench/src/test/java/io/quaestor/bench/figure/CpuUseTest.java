package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CpuUseTest {
    private static final Offset<Double> TINY = within(1e-9);

    private final CpuUse use =
            CpuUse.between(
                    new CpuUse.Sample(Map.of("broker", 1_000L, "simulator", 500L), 10_000),
                    new CpuUse.Sample(Map.of("broker", 1_400L, "simulator", 600L), 11_500));

    @Test
    void isWhatTheCountersGainedFor1000Jobs() {
        assertThat(use.per1000(2_000).get("broker")).isCloseTo(2.0, TINY);
        assertThat(use.per1000(2_000).get("simulator")).isCloseTo(0.5, TINY);
    }

    @Test
    void leavesOutWhatDoesNotCount() {
        assertThat(use.per1000Without(Set.of("simulator"), 2_000)).isCloseTo(2.0, TINY);
    }

    @Test
    void givesTheRestOfTheMachineToOthers() {
        // 15 s of processor time in 10 s, 5 s of them ours.
        assertThat(use.otherCores(10)).isCloseTo(1.0, TINY);
    }

    @Test
    void isNothingWithoutJobs() {
        assertThat(use.per1000(0).values()).containsOnly(0.0);
    }

    @Test
    void countsAProcessThatCameLaterFromItsStart() {
        var later =
                CpuUse.between(
                        new CpuUse.Sample(Map.of(), 0),
                        new CpuUse.Sample(Map.of("worker", 200L), 200));

        assertThat(later.seconds().get("worker")).isCloseTo(2.0, TINY);
    }
}
