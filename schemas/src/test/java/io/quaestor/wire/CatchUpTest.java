package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);

    private final CatchUp<String> catchUp = new CatchUp<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(A, 5L, B, 7L));
    private final Map<TopicPartition, Long> positions = new HashMap<>(Map.of(A, 0L, B, 0L));
    private int looks;

    @Test
    void answersWhenAllIsReadThatWasThereWhenItLooked() {
        var answer = catchUp.ask();
        try (var reading = reading()) {
            reading.begin();
            ends.put(A, 100L);
            positions.put(A, 5L);
            reached(reading);
            assertThat(answer).isNotDone();
            positions.put(B, 7L);
            reached(reading);
            assertThat(answer).isCompletedWithValue("known");
        }
    }

    @Test
    void looksAgainForEachWhoAsksLaterAndOnceForAllWhoAskTogether() {
        try (var reading = reading()) {
            reading.begin();
            assertThat(looks).isZero();
            var first = catchUp.ask();
            var second = catchUp.ask();
            reading.begin();
            assertThat(looks).isOne();
            ends.put(A, 6L);
            var later = catchUp.ask();
            reading.begin();
            assertThat(looks).isEqualTo(2);
            positions.putAll(Map.of(A, 5L, B, 7L));
            reached(reading);
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(later).isNotDone();
        }
    }

    @Test
    void leavesWhatIsOpenToTheNextReading() {
        var answer = catchUp.ask();
        try (var reading = reading()) {
            reading.begin();
        }
        positions.putAll(Map.of(A, 5L, B, 7L));
        try (var next = reading()) {
            next.begin();
            reached(next);
        }
        assertThat(answer).isCompletedWithValue("known");
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void losesNobodyWhenTheBrokerDoesNotAnswer() {
        var answer = catchUp.ask();
        var broken =
                catchUp.reading(
                        () -> {
                            throw new TimeoutException("no broker");
                        });
        assertThatThrownBy(broken::begin).isInstanceOf(TimeoutException.class);
        broken.close();
        positions.putAll(Map.of(A, 5L, B, 7L));
        try (var next = reading()) {
            next.begin();
            reached(next);
        }
        assertThat(answer).isCompletedWithValue("known");
    }

    @Test
    void cancelsWhoStillWaitsAtTheEnd() {
        var answer = catchUp.ask();
        var reading = reading();
        reading.begin();
        reading.close();
        catchUp.close();
        assertThat(answer).isCancelled();
    }

    private CatchUp<String>.Reading reading() {
        return catchUp.reading(
                () -> {
                    looks++;
                    return Map.copyOf(ends);
                });
    }

    private void reached(CatchUp<String>.Reading reading) {
        reading.reached(at -> positions.getOrDefault(at, 0L), () -> "known");
    }
}
