package io.quaestor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0.15, 150000000, 0.15",
        "0.150, 150000000, 0.15",
        "-3, -3000000000, -3",
        "12.000000001, 12000000001, 12.000000001",
        "100, 100000000000, 100",
        "-0.0, 0, 0",
        "0000000001, 1000000000, 1",
        "9223372036.854775807, 9223372036854775807, 9223372036.854775807",
        "-9223372036.854775808, -9223372036854775808, -9223372036.854775808"
    })
    void readsAndWritesDecimalUsdExactly(String text, long nanoUsd, String written) {
        assertThat(Money.parseUsd(text)).isEqualTo(new Money(nanoUsd));
        assertThat(new Money(nanoUsd).toUsd()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1e3",
                "+1",
                "1.",
                ".5",
                "1,5",
                "0.0000000001",
                "1 USD",
                "--1",
                "NaN",
                "9223372036.854775808",
                "-9223372036.854775809",
                "99999999999",
                "0x10",
                "１"
            })
    void refusesAnyOtherTextForAnAmount(String text) {
        assertThatThrownBy(() -> Money.parseUsd(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addsAndSubtractsLikeBigDecimalOrSaysThatItCannot() {
        Seed.run(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Money a = new Money(Seed.anyMagnitude(random));
                        Money b = new Money(Seed.anyMagnitude(random));
                        assertSame(a, b, usd(a).add(usd(b)), () -> a.plus(b));
                        assertSame(a, b, usd(a).subtract(usd(b)), () -> a.minus(b));
                        assertThat(a.compareTo(b)).isEqualTo(usd(a).compareTo(usd(b)));
                        assertThat(a.isAtLeast(b)).isEqualTo(usd(a).compareTo(usd(b)) >= 0);
                        assertThat(a.isAtMost(b)).isEqualTo(usd(a).compareTo(usd(b)) <= 0);
                        assertThat(Money.max(a, b)).isEqualTo(a.isAtLeast(b) ? a : b);
                    }
                });
    }

    @Test
    void readsBackWhatItWrites() {
        Seed.run(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Money money = new Money(Seed.anyMagnitude(random));
                        assertThat(Money.parseUsd(money.toUsd())).isEqualTo(money);
                        assertThat(new BigDecimal(money.toUsd())).isEqualByComparingTo(usd(money));
                    }
                });
    }

    @Test
    void namesTheUnitWhenPrinted() {
        assertThat(Money.ofNanoUsd(1_500_000_000)).hasToString("1.5 USD");
    }

    private interface Operation {
        Money run();
    }

    private static void assertSame(Money a, Money b, BigDecimal expected, Operation operation) {
        BigInteger nano = expected.movePointRight(9).toBigIntegerExact();
        if (nano.bitLength() < Long.SIZE) {
            assertThat(operation.run().nanoUsd()).isEqualTo(nano.longValueExact());
        } else {
            assertThatThrownBy(operation::run)
                    .as("%s and %s", a, b)
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    private static BigDecimal usd(Money money) {
        return BigDecimal.valueOf(money.nanoUsd(), 9);
    }
}
