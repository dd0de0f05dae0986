package io.quaestor.router.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.router.lag.LagView;
import io.quaestor.router.lag.LagView.LaneLag;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagMetersTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LagMeters lag = new LagMeters(meters);

    @Test
    void addsUpWhatIsNotStartedOverAllLanesOfAProvider() {
        lag.seen(
                new LagView(
                        Map.of(
                                queue("p", 1), new LaneLag(0, 10, 14, 0, 0),
                                queue("p", 2), new LaneLag(0, 5, 8, 0, 0),
                                queue("q", 1), new LaneLag(3, 9, 9, 0, 0))));
        assertThat(notStarted("p")).isEqualTo(7);
        assertThat(notStarted("q")).isZero();
    }

    @Test
    void showsTheNewestLook() {
        lag.seen(new LagView(Map.of(queue("p", 1), new LaneLag(0, 1, 4, 0, 0))));
        lag.seen(new LagView(Map.of(queue("p", 1), new LaneLag(0, 4, 4, 0, 0))));
        assertThat(notStarted("p")).isZero();
    }

    private double notStarted(String provider) {
        return meters.get(TelemetryNames.LAG_NOT_STARTED)
                .tag(TelemetryNames.PROVIDER, provider)
                .gauge()
                .value();
    }

    private static TopicPartition queue(String provider, int lane) {
        return new TopicPartition(Topics.jobs(provider), lane);
    }
}
