package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 32, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void existsFromZeroToThirtyOne(int number) {
        assertThatThrownBy(() -> new Lane(number)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isItsOwnPartition() {
        assertThat(new Lane(31).partition()).isEqualTo(31);
        assertThat(Lane.SYSTEM.isSystem()).isTrue();
        assertThat(new Lane(1).isSystem()).isFalse();
    }

    @Test
    void givesTheFirstDepartmentsLanesOfTheirOwnAndNeverTheSystemLane() {
        List<Lane> assigned = new ArrayList<>();

        for (int department = 0; department < 3 * 31; department++) {
            assigned.add(LaneAssignment.leastUsed(assigned));
        }

        assertThat(assigned.subList(0, 31)).doesNotHaveDuplicates();
        assertThat(assigned).doesNotContain(Lane.SYSTEM);
        for (int number = 1; number < Lane.COUNT; number++) {
            assertThat(assigned).filteredOn(new Lane(number)::equals).hasSize(3);
        }
    }

    @Test
    void takesTheFirstInTurnOfTheLeastUsedLanes() {
        assertThat(LaneAssignment.leastUsed(List.of())).isEqualTo(new Lane(1));
        assertThat(LaneAssignment.leastUsed(List.of(new Lane(1), new Lane(8), Lane.SYSTEM)))
                .isEqualTo(new Lane(20));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void spreadsAFewDepartmentsOverWorkersOfContiguousLanes(int workers) {
        List<Lane> assigned = new ArrayList<>();
        for (int department = 0; department < 4 * workers; department++) {
            assigned.add(LaneAssignment.leastUsed(assigned));
        }

        for (int worker = 0; worker < workers; worker++) {
            int from = worker * Lane.COUNT / workers;
            int to = (worker + 1) * Lane.COUNT / workers;
            assertThat(assigned)
                    .filteredOn(lane -> lane.number() >= from && lane.number() < to)
                    .hasSizeBetween(3, 5);
        }
    }
}
