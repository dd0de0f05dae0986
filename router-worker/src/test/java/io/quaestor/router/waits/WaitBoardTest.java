package io.quaestor.router.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Stage;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitBoardTest {
    private final Map<Wait, Integer> seen = new HashMap<>();
    private final WaitBoard board = new WaitBoard(seen::putAll);

    @Test
    void showsWhatBothStagesSaidLast() {
        var queue = new Wait("p", "legal", WaitReason.LAG_LIMIT);
        var place = new Wait("p", "legal", WaitReason.IN_FLIGHT);
        board.put(Stage.ADMISSION, Map.of(queue, 7));
        board.put(Stage.ATTEMPT, Map.of(place, 2));
        board.put(Stage.ADMISSION, Map.of(queue, 5));
        assertThat(board.all()).isEqualTo(Map.of(queue, 5, place, 2)).isEqualTo(seen);
    }

    @Test
    void namesTheDepartmentsWithMostJobsAndCountsTheRestTogether() {
        var waits = new HashMap<Wait, Integer>();
        for (int i = 1; i <= WaitBoard.MAX_DEPARTMENTS + 2; i++) {
            waits.put(new Wait("p", "d" + i, WaitReason.RATE), i);
        }
        board.put(Stage.ATTEMPT, waits);
        assertThat(board.all())
                .hasSize(WaitBoard.MAX_DEPARTMENTS + 1)
                .containsEntry(new Wait("p", WaitBoard.OTHERS, WaitReason.RATE), 1 + 2)
                .containsEntry(new Wait("p", "d3", WaitReason.RATE), 3);
    }
}
