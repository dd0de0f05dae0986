package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.BudgetStanding.Breached;
import io.quaestor.kernel.BudgetStanding.Open;
import io.quaestor.kernel.BudgetStanding.Warned;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    private static final List<Integer> USUAL = List.of(50, 80, 100);
    private static final Department LEGAL = new Department("legal");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.074999999, 0",
        "0.075, 50",
        "0.119999999, 50",
        "0.12, 80",
        "0.149999999, 80"
    })
    void warnsExactlyAtItsThresholds(String settled, int percent) {
        BudgetStanding standing = policy("0.15", BudgetMode.STOP).standing(Money.parseUsd(settled));

        assertThat(standing).isEqualTo(percent == 0 ? new Open() : new Warned(percent));
        assertThat(standing.admits()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"STOP, 0.15", "STOP, 7", "HARD, 0.15"})
    void isBreachedFromItsLimitOn(BudgetMode mode, String settled) {
        BudgetStanding standing = policy("0.15", mode).standing(Money.parseUsd(settled));

        assertThat(standing).isEqualTo(new Breached());
        assertThat(standing.admits()).isFalse();
    }

    @Test
    void neverBreachesWhereItOnlyWarns() {
        assertThat(policy("0.15", BudgetMode.WARN).standing(Money.parseUsd("99")))
                .isEqualTo(new Warned(100));
    }

    @Test
    void isBreachedFromTheStartWithALimitOfZero() {
        assertThat(policy("0", BudgetMode.STOP).standing(Money.ZERO)).isEqualTo(new Breached());
    }

    @Test
    void staysOpenWhenACorrectionMakesTheTotalNegative() {
        assertThat(policy("1", BudgetMode.STOP).standing(Money.parseUsd("-1")))
                .isEqualTo(new Open());
    }

    @Test
    void reachesAThresholdExactlyWhenAHundredTimesTheMoneyDoes() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 20_000; i++) {
                        long limit = Math.abs(Seed.anyMagnitude(random) >> 1);
                        int percent = random.nextInt(1, 101);
                        long threshold = Math.max(0, limit / 100 * percent);
                        long settled = Math.max(0, threshold + random.nextInt(-200, 201));
                        BudgetPolicy policy =
                                new BudgetPolicy(
                                        new Money(limit), List.of(percent), BudgetMode.WARN);

                        boolean expected =
                                times(settled, 100).compareTo(times(limit, percent)) >= 0;

                        assertThat(policy.warnedPercent(new Money(settled)) == percent)
                                .as("%d of %d at %d %%", settled, limit, percent)
                                .isEqualTo(expected);
                    }
                });
    }

    @Test
    void refusesThresholdsThatDoNotAscendWithinTheLimit() {
        for (List<Integer> percents :
                List.of(List.of(0), List.of(101), List.of(80, 50), List.of(50, 50))) {
            assertThatThrownBy(() -> new BudgetPolicy(Money.ZERO, percents, BudgetMode.STOP))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> policy("-1", BudgetMode.STOP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesItsKeyWithTheWindowItCounts() {
        CalendarWindow day =
                CalendarWindow.containing(
                        WindowKind.DAY,
                        Instant.parse("2026-03-29T12:00:00Z"),
                        ZoneId.of("Europe/Luxembourg"));

        assertThat(BudgetKey.of(LEGAL, day))
                .hasToString("legal|department|legal|day|2026-03-28T23:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "a|b", "100%", "a%7Cb", "a+b c", "é😀", "tab\tline\n", "\u007f"})
    void readsBackKeysOfAnyName(String name) {
        BudgetKey key =
                new BudgetKey(LEGAL, BudgetLevel.USER, name, WindowKind.MONTH, Instant.EPOCH);

        assertThat(key.text().chars().filter(c -> c == '|')).hasSize(4);
        assertThat(key.text()).doesNotContain("\n", "\t");
        assertThat(BudgetKey.parse(key.text())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lane|7",
                "legal|department|legal|day",
                "legal|department|legal|day|yesterday",
                "legal|department|finance|day|1970-01-01T00:00:00Z",
                "legal|team|x|day|1970-01-01T00:00:00Z",
                "legal|user|x|week|1970-01-01T00:00:00Z",
                "Legal|user|x|day|1970-01-01T00:00:00Z",
                "legal|user||day|1970-01-01T00:00:00Z",
                "legal|user|%zz|day|1970-01-01T00:00:00Z",
                "legal|user|%41|day|1970-01-01T00:00:00Z",
                "legal|user|x|day|1970-01-01T00:00:00.000Z"
            })
    void refusesTextThatItWouldNotWrite(String text) {
        assertThatThrownBy(() -> BudgetKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BudgetPolicy policy(String limitUsd, BudgetMode mode) {
        return new BudgetPolicy(Money.parseUsd(limitUsd), USUAL, mode);
    }

    private static BigInteger times(long nanoUsd, long factor) {
        return BigInteger.valueOf(nanoUsd).multiply(BigInteger.valueOf(factor));
    }
}
