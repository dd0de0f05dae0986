package io.quaestor.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScalesTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void hasRoomForNoMoreThanItsBytes() {
        var scales = new Scales(100 * 1024);
        var large = scales.load(90 * 1024, AT_ONCE).orElseThrow();

        assertThat(scales.load(20 * 1024, AT_ONCE)).isEmpty();

        large.close();
        assertThat(scales.load(20 * 1024, AT_ONCE)).isPresent();
    }

    @Test
    void takesTheLargestBodyAloneRatherThanNever() {
        var scales = new Scales(100 * 1024);

        assertThat(scales.load(Integer.MAX_VALUE, AT_ONCE)).isPresent();
        assertThat(scales.load(0, AT_ONCE)).isEmpty();
    }
}
