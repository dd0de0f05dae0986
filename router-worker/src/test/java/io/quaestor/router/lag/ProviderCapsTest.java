package io.quaestor.router.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.router.SampleCatalog;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.lag.LagLimits.Share;
import io.quaestor.router.lag.LagView.LaneLag;
import io.quaestor.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProviderCapsTest {
    private static final Claim IDLE = new Claim(0, 0);
    private static final Claim MANY = Claim.unbounded(1);

    private final SampleCatalog catalog = SampleCatalog.empty().provider("p", 12, 30);
    private final Map<TopicPartition, LaneLag> view = new HashMap<>();
    private final ProviderCaps caps = new ProviderCaps(catalog::snapshot, () -> new LagView(view));

    @Test
    void givesTheWholeCapToTheLanesOfAnOnlyWorker() {
        assertThat(caps.cap("p", Map.of(1, MANY, 2, MANY))).isEqualTo(12);
        assertThat(caps.cap("p", Map.of(1, new Claim(0, 3)))).isEqualTo(12);
    }

    @Test
    void leavesToLanesOfOtherWorkersTheirPartByTheWeightTheirOwnersTell() {
        view.put(queue(2), new LaneLag(5, 13, 30, 8, 2));
        assertThat(caps.cap("p", Map.of(1, MANY))).isEqualTo(4);
        assertThat(caps.of("p", Map.of(1, 1), Share.NONE).get(1))
                .isEqualTo(new Share(10, 22_369_621));
    }

    @Test
    void takesWhatItIsDueOnlyAsOthersGiveItUp() {
        view.put(queue(2), new LaneLag(5, 15, 30, 10, 1));
        assertThat(caps.cap("p", Map.of(1, MANY))).isEqualTo(2);
        view.put(queue(2), new LaneLag(5, 17, 30, 12, 1));
        assertThat(caps.cap("p", Map.of(1, MANY, 3, MANY))).as("never none").isEqualTo(1);
        assertThat(caps.cap("p", Map.of(1, IDLE))).isZero();
    }

    @Test
    void leavesEachLaneOneCallWhereThereAreMoreLanesThanPlaces() {
        catalog.changeProvider("p", provider -> provider.setMaxInFlight(2));
        for (int lane = 2; lane <= 4; lane++) {
            view.put(queue(lane), new LaneLag(5, 6, 30, 1, 1));
        }
        assertThat(caps.cap("p", Map.of(1, MANY, 5, MANY))).isEqualTo(2);
        view.put(queue(4), new LaneLag(5, 7, 30, 2, 1));
        assertThat(caps.cap("p", Map.of(1, MANY, 5, MANY))).isEqualTo(1);
    }

    @Test
    void usesWhatLanesOfOtherWorkersDoNot() {
        view.put(queue(2), new LaneLag(5, 7, 7, 2, 2));
        assertThat(caps.cap("p", Map.of(1, MANY))).isEqualTo(10);
        assertThat(caps.of("p", Map.of(1, 1), Share.NONE))
                .extractingByKey(1)
                .extracting(Share::jobs)
                .isEqualTo(30);
        view.put(queue(2), new LaneLag(7, 7, 7, 0, 2));
        assertThat(caps.cap("p", Map.of(1, MANY))).isEqualTo(12);
    }

    @Test
    void knowsItsOwnLanesBetterThanTheLastLookDoes() {
        view.put(queue(2), new LaneLag(0, 9, 20, 9, 5));
        assertThat(caps.cap("p", Map.of(1, MANY, 2, IDLE))).isEqualTo(12);
        assertThat(caps.of("p", Map.of(1, 1, 2, 0), Share.NONE))
                .containsOnlyKeys(1)
                .extractingByKey(1)
                .extracting(Share::jobs)
                .isEqualTo(30);
    }

    @Test
    void dividesJobsAndBytesByTheWeightsOfThoseThatWait() {
        catalog.changeProvider("p", provider -> provider.setLagLimitBytes(300));
        assertThat(caps.of("p", Map.of(1, 1, 2, 2), Share.NONE))
                .isEqualTo(Map.of(1, new Share(10, 100), 2, new Share(20, 200)));
        assertThat(caps.of("p", Map.of(1, 2, 2, 2, 3, 0), new Share(6, 200)))
                .as("and lane 3 has 6 jobs of 200 bytes there")
                .isEqualTo(Map.of(1, new Share(12, 50), 2, new Share(12, 50)));
    }

    @Test
    void dividesRatesByWeightAmongLanesWithWork() {
        view.put(queue(2), new LaneLag(5, 17, 30, 12, 3));
        view.put(queue(3), new LaneLag(5, 5, 5, 0, 9));
        assertThat(caps.part("p", Map.of(1, MANY, 4, IDLE))).isEqualTo(0.25);
        assertThat(caps.part("p", Map.of(4, IDLE))).isEqualTo(1);
    }

    @Test
    void letsWhatLiesOnARetiredProvidersQueueStartAndPutsNothingThere() {
        catalog.retireProvider("p");

        assertThat(caps.cap("p", Map.of(1, MANY))).isEqualTo(12);
        assertThat(caps.of("p", Map.of(1, 1), Share.NONE)).isEmpty();
    }

    @Test
    void givesNothingForAProviderThatIsNotInTheCatalogue() {
        assertThat(caps.cap("gone", Map.of(1, MANY))).isZero();
        assertThat(caps.of("gone", Map.of(1, 1), Share.NONE)).isEmpty();
    }

    private static TopicPartition queue(int lane) {
        return new TopicPartition(Topics.jobs("p"), lane);
    }
}
