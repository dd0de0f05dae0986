package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecentCountTest {
    private final RecentCount count = new RecentCount(100);

    @Test
    void countsThisWindowAndTheOneBefore() {
        count.count(100);
        count.count(199);
        assertThat(count.recent(199)).isEqualTo(2);

        count.count(200);
        assertThat(count.recent(299)).isEqualTo(3);
        assertThat(count.recent(300)).isEqualTo(1);
        assertThat(count.recent(400)).isZero();
    }

    @Test
    void forgetsAllAfterAPause() {
        count.count(-1);
        assertThat(count.recent(0)).isEqualTo(1);
        assertThat(count.recent(1_000)).isZero();
    }

    @Test
    void refusesAWindowWithoutLength() {
        assertThatThrownBy(() -> new RecentCount(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
