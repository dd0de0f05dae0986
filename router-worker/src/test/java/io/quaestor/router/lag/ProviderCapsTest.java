package io.quaestor.router.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.router.SampleCatalog;
import io.quaestor.router.lag.LagLimits.Share;
import io.quaestor.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProviderCapsTest {
    private final SampleCatalog catalog =
            SampleCatalog.empty()
                    .provider("p", 12, 30)
                    .department("a", 1)
                    .department("b", 2)
                    .changeDepartment("b", b -> b.setWeight(2));
    private Map<TopicPartition, LagView.LaneLag> view = new HashMap<>();
    private final ProviderCaps caps = new ProviderCaps(catalog::snapshot, () -> new LagView(view));

    @Test
    void givesTheWholeCapToTheLanesOfAnOnlyWorker() {
        assertThat(caps.cap("p", List.of(1, 2))).isEqualTo(12);
        assertThat(caps.cap("p", List.of(1))).isEqualTo(12);
    }

    @Test
    void leavesTheShareOfLanesThatOtherWorkersHaveBusy() {
        view.put(queue(2), new LagView.LaneLag(5, 7, 9));
        assertThat(caps.cap("p", List.of(1))).isEqualTo(4);
        assertThat(caps.of("p", List.of(1)).get(1)).isEqualTo(new Share(10, 22_369_621));
    }

    @Test
    void countsALaneWithCallsInFlightAsBusyAndAFinishedOneNot() {
        view.put(queue(2), new LagView.LaneLag(8, 9, 9));
        assertThat(caps.cap("p", List.of(1))).isEqualTo(4);
        view.put(queue(2), new LagView.LaneLag(9, 9, 9));
        assertThat(caps.cap("p", List.of(1))).isEqualTo(12);
    }

    @Test
    void dividesJobsAndBytesByTheWeightsOfTheDepartmentsInALane() {
        catalog.changeProvider("p", provider -> provider.setLagLimitBytes(300));
        assertThat(caps.of("p", List.of(1, 2)))
                .isEqualTo(Map.of(1, new Share(10, 100), 2, new Share(20, 200)));
        catalog.department("c", 1);
        assertThat(caps.of("p", List.of(1, 2)))
                .isEqualTo(Map.of(1, new Share(15, 150), 2, new Share(15, 150)));
    }

    @Test
    void letsWhatLiesOnARetiredProvidersQueueStartAndPutsNothingThere() {
        catalog.retireProvider("p");

        assertThat(caps.cap("p", List.of(1, 2))).isEqualTo(12);
        assertThat(caps.of("p", List.of(1, 2))).isEmpty();
    }

    @Test
    void givesNothingForAProviderThatIsNotInTheCatalogue() {
        assertThat(caps.cap("gone", List.of(1))).isZero();
        assertThat(caps.of("gone", List.of(1))).isEmpty();
    }

    private static TopicPartition queue(int lane) {
        return new TopicPartition(Topics.jobs("p"), lane);
    }
}
