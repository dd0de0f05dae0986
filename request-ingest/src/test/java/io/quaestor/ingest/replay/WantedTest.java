package io.quaestor.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTest {

    private final Wanted wanted = new Wanted(List.of(9L, 3L, 3L, 500L));

    @Test
    void meetsEachOffsetOnceInAscendingOrder() {
        assertThat(wanted.meets(2)).isFalse();
        assertThat(wanted.meets(3)).isTrue();
        assertThat(wanted.meets(3)).isFalse();
        assertThat(wanted.meets(9)).isTrue();
        assertThat(wanted.next()).isEqualTo(500);
    }

    @Test
    void givesUpWhatIsNotThere() {
        assertThat(wanted.meets(10)).isFalse();
        assertThat(wanted.next()).isEqualTo(500);

        wanted.passes(501);

        assertThat(wanted.isEmpty()).isTrue();
    }

    @Test
    void looksForNothingBeyondTheEnd() {
        wanted.endsAt(500);

        assertThat(wanted.meets(3)).isTrue();
        assertThat(wanted.meets(9)).isTrue();
        assertThat(wanted.isEmpty()).isTrue();
    }

    @Test
    void jumpsOnlyWhereTheNextOneIsFar() {
        assertThat(wanted.jumpFrom(1)).isEmpty();
        assertThat(wanted.meets(9)).isTrue();
        assertThat(wanted.jumpFrom(10)).hasValue(500);
        assertThat(wanted.jumpFrom(500 - Wanted.READ_OVER_MAX)).isEmpty();
    }
}
