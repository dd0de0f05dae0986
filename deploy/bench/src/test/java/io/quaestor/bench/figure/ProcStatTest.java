package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {
    @Test
    void addsUserAndSystemTimeOfAProcessAndItsEndedChildren() {
        var stat =
                "4711 (java) S 1 4711 4711 0 -1 4194304 9999 8888 7 6 1200 340 50 6 20 0 33 0 100 5 5\n";

        assertThat(ProcStat.processTicks(stat)).isEqualTo(1200 + 340 + 50 + 6);
    }

    @Test
    void isNotMisledByAName() {
        var stat = "4711 (a) S 1 (b c) S 1 4711 4711 0 -1 4194304 1 2 3 4 10 20 30 40 20 0 1 0 1";

        assertThat(ProcStat.processTicks(stat)).isEqualTo(100);
    }

    @Test
    void countsNeitherIdleNorWaitingNorStolenTimeOfTheMachine() {
        var stat = "cpu  100 20 30 4000 500 6 7 8000 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(ProcStat.machineTicks(stat)).isEqualTo(100 + 20 + 30 + 6 + 7);
    }

    @Test
    void refusesAnotherText() {
        assertThatThrownBy(() -> ProcStat.machineTicks("intr 1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
