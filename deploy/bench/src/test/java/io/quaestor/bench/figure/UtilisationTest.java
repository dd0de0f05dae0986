package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quaestor.bench.figure.Utilisation.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class UtilisationTest {
    @Test
    void isOneWhileAllPlacesAreTaken() {
        assertThat(Utilisation.of(List.of(new Sample(0, 8), new Sample(5, 8)), 8)).isEqualTo(1);
    }

    @Test
    void weighsEverySampleByItsTime() {
        // Half the places for a tenth of the time, all of them for the rest.
        var samples =
                List.of(
                        new Sample(100, 4),
                        new Sample(110, 4),
                        new Sample(110, 8),
                        new Sample(200, 8));

        assertThat(Utilisation.of(samples, 8)).isCloseTo(0.95, within(1e-9));
    }

    @Test
    void goesStraightFromSampleToSample() {
        assertThat(Utilisation.of(List.of(new Sample(0, 0), new Sample(10, 8)), 8)).isEqualTo(0.5);
    }

    @Test
    void isNothingWithoutASpanOfTime() {
        assertThat(Utilisation.of(List.of(), 8)).isZero();
        assertThat(Utilisation.of(List.of(new Sample(3, 8)), 8)).isZero();
        assertThat(Utilisation.of(List.of(new Sample(3, 8), new Sample(3, 8)), 8)).isZero();
    }
}
