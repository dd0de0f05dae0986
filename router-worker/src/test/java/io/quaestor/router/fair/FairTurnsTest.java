package io.quaestor.router.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quaestor.kernel.Seed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
    private final FairTurns<String> turns = new FairTurns<>();

    @Test
    void givesTurnsInProportionToWeights() {
        assertThat(taken(new TreeMap<>(Map.of("a", 1, "b", 3, "c", 6)), 1_000))
                .containsEntry("a", 100)
                .containsEntry("b", 300)
                .containsEntry("c", 600);
    }

    @Test
    void putsANewcomerWithThoseWhoAreDueAndNotBeforeThemForLong() {
        var two = new TreeMap<>(Map.of("a", 1, "b", 1));
        taken(two, 1_000);
        two.put("c", 1);
        assertThat(taken(two, 30).get("c")).isEqualTo(10);
    }

    @Test
    void savesUpOneTurnAtMost() {
        taken(new TreeMap<>(Map.of("a", 1)), 1);
        taken(new TreeMap<>(Map.of("b", 1, "c", 1)), 1_000);
        assertThat(taken(new TreeMap<>(Map.of("a", 1, "b", 1, "c", 1)), 30).get("a"))
                .isBetween(10, 11);
    }

    @Test
    void staysFairWhoeverComesAndGoes() {
        Seed.run(FairTurnsTest::staysFair);
    }

    /**
     * Hundreds of keys come and go at random; those that always wait share what they get, whatever
     * the others do: Jain's index over their turns by weight is next to 1.
     */
    private static void staysFair(SplittableRandom random) {
        var fair = new FairTurns<Integer>();
        int[] weights = random.ints(300, 1, 10).toArray();
        int[] taken = new int[weights.length];
        int always = 20;
        for (int i = 0; i < 200_000; i++) {
            int next = -1;
            for (int key = 0; key < weights.length; key++) {
                boolean waits = key < always || random.nextInt(30) == 0;
                if (waits && (next < 0 || fair.place(key) < fair.place(next))) {
                    next = key;
                }
            }
            fair.took(next, weights[next]);
            taken[next]++;
        }
        var shares =
                IntStream.range(0, always).mapToDouble(key -> (double) taken[key] / weights[key]);
        assertThat(Jain.index(shares.toArray())).isCloseTo(1, within(0.001));
    }

    private Map<String, Integer> taken(Map<String, Integer> weights, int rounds) {
        var taken = new HashMap<String, Integer>();
        for (int i = 0; i < rounds; i++) {
            var next =
                    weights.keySet().stream()
                            .min(Comparator.comparingLong(turns::place))
                            .orElseThrow();
            turns.took(next, weights.getOrDefault(next, 1));
            taken.merge(next, 1, Integer::sum);
        }
        return taken;
    }
}
