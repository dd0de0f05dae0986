package io.quaestor.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "' 1.25 ', PT1.25S",
        "0.0001, PT0.001S",
        "999999999999, PT168H",
        "'Sat, 21 Nov 2026 08:00:30 GMT', PT30S",
        "'Sat, 21 Nov 2026 07:00:00 GMT', PT0S",
        "'Sat, 21 Nov 2099 07:00:00 GMT', PT168H"
    })
    void readsSecondsAndDates(String text, Duration expected) {
        assertThat(retryAfter("retry-after", text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "1e9",
                "1,5",
                "0x10",
                "NaN",
                "9999999999999999999",
                "Sat, 99 Nov 2026 08:00:30 GMT"
            })
    void ignoresWhatMakesNoSense(String text) {
        assertThat(retryAfter("retry-after", text)).isEmpty();
        assertThat(retryAfter("retry-after-ms", text)).isEmpty();
    }

    @Test
    void ignoresALongHint() {
        assertThat(retryAfter("retry-after", "1".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12ms, PT0.012S", "1s, PT1S", "6m0s, PT6M", "1h2m3.5s, PT1H2M3.5S"})
    void readsTheResetOfAnExhaustedLimit(String text, Duration expected) {
        ReplyHeaders headers =
                name ->
                        switch (name) {
                            case "x-ratelimit-remaining-tokens" -> Optional.of("0");
                            case "x-ratelimit-reset-tokens" -> Optional.of(text);
                            default -> Optional.empty();
                        };

        assertThat(RetryAfter.from(headers, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6x", "1s junk", "s", "59"})
    void ignoresAResetOfAnotherForm(String text) {
        ReplyHeaders headers =
                name ->
                        Optional.of(name.contains("remaining") ? "0" : text)
                                .filter(_ -> name.startsWith("x-"));

        assertThat(RetryAfter.from(headers, NOW)).isEmpty();
    }

    private static Optional<Duration> retryAfter(String header, String text) {
        return RetryAfter.from(name -> Optional.of(text).filter(_ -> name.equals(header)), NOW);
    }
}
