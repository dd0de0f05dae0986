package io.quaestor.router.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.kernel.Seed;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaneSharesTest {
    @Test
    void givesTheWholeLimitToTheOnlyBusyLane() {
        assertThat(shares(8, Map.of(5, 3))).isEqualTo(Map.of(5, 8L));
    }

    @Test
    void dividesByWeightAndGivesRemaindersToTheLargestFractions() {
        assertThat(shares(10, Map.of(1, 1, 2, 2, 3, 3))).isEqualTo(Map.of(1, 2L, 2, 3L, 3, 5L));
    }

    @Test
    void takesFromTheLargestWhatSmallLanesNeedToHaveOneAtAll() {
        assertThat(shares(8, Map.of(1, 1, 2, 100))).isEqualTo(Map.of(1, 1L, 2, 7L));
    }

    @Test
    void givesEachLaneOneWhenThereAreMoreLanesThanTheLimit() {
        assertThat(shares(2, Map.of(1, 1, 2, 9, 3, 1))).isEqualTo(Map.of(1, 1L, 2, 1L, 3, 1L));
    }

    @Test
    void givesWhatALaneDoesNotWantToTheOthersByWeight() {
        var claims =
                Map.of(
                        1,
                        new Claim(1, 2),
                        2,
                        Claim.unbounded(1),
                        3,
                        Claim.unbounded(3),
                        4,
                        new Claim(5, 0));
        assertThat(LaneShares.of(14, claims)).isEqualTo(Map.of(1, 2L, 2, 3L, 3, 9L));
    }

    @Test
    void givesNoMoreThanIsWanted() {
        assertThat(LaneShares.of(100, Map.of(1, new Claim(0, 3), 2, new Claim(9, 4))))
                .isEqualTo(Map.of(1, 3L, 2, 4L));
    }

    @Test
    void alwaysAddsUpToTheLimitOrAllThatIsWantedAndGivesNobodyLessThanItsPart() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 5_000; i++) {
                        check(random);
                    }
                });
    }

    private static void check(SplittableRandom random) {
        var claims = new HashMap<Integer, Claim>();
        int lanes = 1 + random.nextInt(32);
        for (int lane = 0; lane < lanes; lane++) {
            int weight = random.nextInt(1 << random.nextInt(1, 12));
            claims.put(
                    lane,
                    random.nextBoolean()
                            ? Claim.unbounded(weight)
                            : new Claim(weight, 1 + random.nextLong(1L << random.nextInt(1, 40))));
        }
        long limit = 1 + random.nextLong(1L << random.nextInt(1, 40));
        var shares = LaneShares.of(limit, claims);
        assertThat(shares.keySet()).isEqualTo(claims.keySet());
        assertThat(shares.values()).allMatch(share -> share >= 1);
        double weights = claims.values().stream().mapToInt(Claim::effectiveWeight).sum();
        double wanted = claims.values().stream().mapToDouble(Claim::wanted).sum();
        long given = shares.values().stream().mapToLong(Long::longValue).sum();
        assertThat((double) given).isEqualTo(Math.max(lanes, Math.min((double) limit, wanted)));
        claims.forEach(
                (lane, claim) -> {
                    double part =
                            (double) (limit - lanes) * claim.effectiveWeight() / weights - lanes;
                    assertThat((double) shares.getOrDefault(lane, 0L).longValue())
                            .isLessThanOrEqualTo((double) claim.wanted())
                            .isGreaterThanOrEqualTo(Math.min((double) claim.wanted(), part));
                });
    }

    private static Map<Integer, Long> shares(long limit, Map<Integer, Integer> weights) {
        var claims = new HashMap<Integer, Claim>();
        weights.forEach((lane, weight) -> claims.put(lane, Claim.unbounded(weight)));
        return LaneShares.of(limit, claims);
    }
}
