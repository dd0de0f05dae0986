package io.quaestor.router.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.kernel.Seed;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneSharesTest {
    @Test
    void givesTheWholeLimitToTheOnlyBusyLane() {
        assertThat(LaneShares.of(8, Map.of(5, 3))).isEqualTo(Map.of(5, 8L));
    }

    @Test
    void dividesByWeightAndGivesRemaindersToTheLargestFractions() {
        assertThat(LaneShares.of(10, Map.of(1, 1, 2, 2, 3, 3)))
                .isEqualTo(Map.of(1, 2L, 2, 3L, 3, 5L));
    }

    @Test
    void takesFromTheLargestWhatSmallLanesNeedToHaveOneAtAll() {
        assertThat(LaneShares.of(8, Map.of(1, 1, 2, 100))).isEqualTo(Map.of(1, 1L, 2, 7L));
    }

    @Test
    void givesEachLaneOneWhenThereAreMoreLanesThanTheLimit() {
        assertThat(LaneShares.of(2, Map.of(1, 1, 2, 9, 3, 1)))
                .isEqualTo(Map.of(1, 1L, 2, 1L, 3, 1L));
    }

    @Test
    void alwaysAddsUpToTheLimitWithOneForEveryLane() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 5_000; i++) {
                        var weights = new HashMap<Integer, Integer>();
                        int lanes = 1 + random.nextInt(32);
                        for (int lane = 0; lane < lanes; lane++) {
                            weights.put(lane, 1 + random.nextInt(1 << random.nextInt(1, 12)));
                        }
                        long limit = 1 + random.nextLong(1L << random.nextInt(1, 40));
                        var shares = LaneShares.of(limit, weights);
                        assertThat(shares.keySet()).isEqualTo(weights.keySet());
                        assertThat(shares.values()).allMatch(share -> share >= 1);
                        assertThat(shares.values().stream().mapToLong(Long::longValue).sum())
                                .isEqualTo(Math.max(limit, lanes));
                    }
                });
    }
}
