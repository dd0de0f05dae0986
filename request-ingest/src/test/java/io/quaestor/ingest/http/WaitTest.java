package io.quaestor.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.service.http.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTest {

    @ParameterizedTest
    @CsvSource({"30s, 30", "30, 30", "0s, 0", "60s, 60", "007, 7"})
    void takesSeconds(String sent, int seconds) {
        assertThat(Wait.of(sent)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void isNoneWhenNotSent() {
        assertThat(Wait.of(null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"61s", "", "s", "-1", "1m", "PT30S", "1.5", "99999999999"})
    void refusesEverythingElse(String sent) {
        assertThatThrownBy(() -> Wait.of(sent)).isInstanceOf(ProblemException.class);
    }
}
