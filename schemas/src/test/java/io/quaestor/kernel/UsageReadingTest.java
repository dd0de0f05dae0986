package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.UsageReading.Consistent;
import io.quaestor.kernel.UsageReading.Oddity;
import io.quaestor.kernel.UsageReading.Unusable;
import io.quaestor.kernel.UsageReading.Widened;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageReadingTest {

    @Test
    void takesConsistentCountsAsTheyAre() {
        assertThat(UsageReading.of(100, 60, 40, 7, 7))
                .isEqualTo(new Consistent(new TokenUsage(100, 60, 40, 7, 7)));
        assertThat(UsageReading.of(0, 0, 0, 0, 0)).isEqualTo(new Consistent(TokenUsage.ZERO));
    }

    @Test
    void readsInputSmallerThanItsCacheAsExcludingIt() {
        UsageReading reading = UsageReading.of(5, 100, 20, 3, 0);

        assertThat(reading)
                .isEqualTo(
                        new Widened(
                                new TokenUsage(125, 100, 20, 3, 0),
                                List.of(Oddity.CACHE_EXCEEDS_INPUT)));
    }

    @Test
    void readsOutputSmallerThanItsReasoningAsExcludingIt() {
        assertThat(UsageReading.of(5, 0, 0, 3, 11))
                .isEqualTo(
                        new Widened(
                                new TokenUsage(5, 0, 0, 14, 11),
                                List.of(Oddity.REASONING_EXCEEDS_OUTPUT)));
    }

    @Test
    void keepsEveryReportedCountAtItsOwnMeter() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 20_000; i++) {
                        long input = random.nextLong(2000);
                        long cached = random.nextLong(1500);
                        long write = random.nextLong(1500);
                        long output = random.nextLong(1000);
                        long reasoning = random.nextLong(1000);

                        TokenUsage usage =
                                usage(UsageReading.of(input, cached, write, output, reasoning));

                        assertThat(usage.cachedInput()).isEqualTo(cached);
                        assertThat(usage.cacheWrite()).isEqualTo(write);
                        assertThat(usage.reasoning()).isEqualTo(reasoning);
                        assertThat(usage.plainInput())
                                .isEqualTo(cached + write > input ? input : input - cached - write);
                        assertThat(usage.plainOutput())
                                .isEqualTo(reasoning > output ? output : output - reasoning);
                    }
                });
    }

    @Test
    void namesCountsThatAreNoUsage() {
        assertThat(UsageReading.of(-1, 0, 0, 0, 0))
                .isInstanceOfSatisfying(
                        Unusable.class, u -> assertThat(u.reason()).contains("negative"));
        assertThat(UsageReading.of(0, 0, 0, 0, -1)).isInstanceOf(Unusable.class);
        assertThat(UsageReading.of(Long.MAX_VALUE, 0, 0, 1, 0)).isInstanceOf(Unusable.class);
        assertThat(UsageReading.of(1, Long.MAX_VALUE, 1, 0, 0))
                .isInstanceOfSatisfying(
                        Unusable.class, u -> assertThat(u.reason()).contains("too large"));
    }

    @Test
    void refusesUsageThatContradictsItself() {
        assertThatThrownBy(() -> new TokenUsage(10, 6, 5, 0, 0)).hasMessageContaining("exceed");
        assertThatThrownBy(() -> new TokenUsage(10, 0, 0, 1, 2)).hasMessageContaining("exceed");
        assertThatThrownBy(() -> new TokenUsage(-1, 0, 0, 0, 0)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new TokenUsage(5, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addsUsageMeterByMeter() {
        TokenUsage sum = new TokenUsage(10, 3, 2, 8, 5).plus(new TokenUsage(1, 1, 0, 2, 0));

        assertThat(sum).isEqualTo(new TokenUsage(11, 4, 2, 10, 5));
        assertThat(sum.total()).isEqualTo(21);
        assertThatThrownBy(() -> TokenUsage.of(Long.MAX_VALUE, 0).plus(TokenUsage.of(1, 0)))
                .isInstanceOf(ArithmeticException.class);
    }

    private static TokenUsage usage(UsageReading reading) {
        return switch (reading) {
            case Consistent(TokenUsage usage) -> usage;
            case Widened(TokenUsage usage, List<Oddity> _) -> usage;
            case Unusable(String reason) -> throw new AssertionError(reason);
        };
    }
}
