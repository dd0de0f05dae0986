package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void areMeasuredValuesByNearestRank() {
        var hundred = Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());

        assertThat(hundred.at(1)).isEqualTo(1);
        assertThat(hundred.at(50)).isEqualTo(50);
        assertThat(hundred.at(99)).isEqualTo(99);
        assertThat(hundred.at(100)).isEqualTo(100);
    }

    @Test
    void ofFewValuesAreTheNextHigherOne() {
        var three = Percentiles.of(30, 10, 20);

        assertThat(three.at(33)).isEqualTo(10);
        assertThat(three.at(34)).isEqualTo(20);
        assertThat(three.at(99)).isEqualTo(30);
    }

    @Test
    void ofNothingAreZero() {
        assertThat(Percentiles.of().at(50)).isZero();
    }

    @Test
    void refuseWhatIsNoPercentage() {
        assertThatThrownBy(() -> Percentiles.of(1).at(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Percentiles.of(1).at(101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
