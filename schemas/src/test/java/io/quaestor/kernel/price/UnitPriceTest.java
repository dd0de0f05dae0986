package io.quaestor.kernel.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.Seed;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitPriceTest {

    @ParameterizedTest
    @CsvSource({
        "0.25, 250000",
        "1.25, 1250000",
        "0, 0",
        "0.000001, 1",
        "0.2500000, 250000",
        "75, 75000000"
    })
    void readsUsdPerMillionTokens(String usd, long picoUsd) {
        assertThat(UnitPrice.parsePerMillion(usd)).isEqualTo(new UnitPrice(picoUsd));
    }

    @ParameterizedTest
    @CsvSource({"0.04, 40000000000", "0.000000000001, 1", "1, 1000000000000"})
    void readsUsdPerUnit(String usd, long picoUsd) {
        assertThat(UnitPrice.parsePerUnit(usd)).isEqualTo(new UnitPrice(picoUsd));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e-3", "free", "0.0000001", ".5", "0.1 ", "99999999999"})
    void refusesWhatIsNoExactPrice(String usd) {
        assertThatThrownBy(() -> UnitPrice.parsePerMillion(usd))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPricesOutOfRange() {
        assertThatThrownBy(() -> UnitPrice.parsePerUnit("9999999999"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnitPrice(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsBackWhatItWrites() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 5000; i++) {
                        UnitPrice price = new UnitPrice(random.nextLong(10_000_000_000_000_000L));
                        String usd = price.toUsdPerMillion();
                        assertThat(UnitPrice.parsePerMillion(usd)).isEqualTo(price);
                        assertThat(new BigDecimal(usd).movePointRight(6).longValueExact())
                                .isEqualTo(price.picoUsd());
                    }
                });
    }
}
