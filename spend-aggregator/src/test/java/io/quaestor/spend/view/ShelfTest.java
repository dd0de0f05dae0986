package io.quaestor.spend.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void showsTheNewestWindowFirstThenDepartmentsAndNames() {
        var shelf = new Shelf<Integer>(10, Instant.MIN);
        shelf.put(place(0, "tax", "a"), 1);
        shelf.put(place(1, "tax", "b"), 2);
        shelf.put(place(1, "legal", "z"), 3);
        shelf.put(place(1, "tax", "a"), 4);

        assertThat(rows(shelf)).extracting(Map.Entry::getValue).containsExactly(3, 4, 2, 1);
        assertThat(shelf.after(Optional.of(place(1, "tax", "a"))))
                .extracting(Map.Entry::getValue)
                .containsExactly(2, 1);
    }

    @Test
    void hidesWindowsThatBeganBeforeTheReadingDid() {
        var shelf = new Shelf<Integer>(10, NOON);
        shelf.put(place(-1, "legal", "a"), 1);
        shelf.put(place(0, "legal", "a"), 2);

        assertThat(rows(shelf)).extracting(Map.Entry::getValue).containsExactly(2);
    }

    @Test
    void aPositionIsReadBack() {
        var place = place(3, "legal", "a|b&c");

        assertThat(Place.of(place.position())).contains(place);
        assertThat(Place.of(List.of("yesterday", "legal", "a"))).isEmpty();
    }

    @Test
    void whatIsShownIsWholeHoweverMuchHadToMakeRoom() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int most = 1 + random.nextInt(30);
            var shelf = new Shelf<Integer>(most, Instant.MIN);
            var all = new TreeMap<Place, Integer>();
            for (int step = 0; step < 200; step++) {
                var place =
                        place(random.nextInt(10), "d" + random.nextInt(3), "n" + random.nextInt(3));
                if (random.nextInt(10) == 0) {
                    shelf.remove(place);
                    all.remove(place);
                } else if (!place.start().isBefore(shelf.completeSince())) {
                    shelf.merge(place, 1, Integer::sum);
                    all.merge(place, 1, Integer::sum);
                }
                all.keySet().removeIf(at -> at.start().isBefore(shelf.completeSince()));

                assertThat(rows(shelf)).containsExactlyElementsOf(all.entrySet());
                assertThat(all).hasSizeLessThanOrEqualTo(most);
            }
        }
    }

    private static List<Map.Entry<Place, Integer>> rows(Shelf<Integer> shelf) {
        return shelf.after(Optional.empty()).toList();
    }

    private static Place place(int hour, String department, String name) {
        return new Place(NOON.plus(Duration.ofHours(hour)), department, name);
    }
}
