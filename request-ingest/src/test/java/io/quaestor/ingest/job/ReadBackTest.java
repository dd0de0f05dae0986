package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.ingest.job.ReadBack.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    @Test
    void readsAllThatIsWantedWhileItIsNotTooMuch() {
        var starts = ReadBack.starts(Map.of(0, new Span(5, 10), 1, new Span(100, 105)), 10);

        assertThat(starts).containsExactlyInAnyOrderEntriesOf(Map.of(0, 5L, 1, 100L));
    }

    @Test
    void givesEachLaneItsPartOfWhatMayBeRead() {
        var spans = Map.of(0, new Span(0, 900), 1, new Span(1_000, 1_100), 2, new Span(7, 7));

        var starts = ReadBack.starts(spans, 100);

        assertThat(starts).containsExactlyInAnyOrderEntriesOf(Map.of(0, 810L, 1, 1_090L, 2, 7L));
    }
}
