package io.quaestor.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void asksForFiftyFromTheBeginning() {
        assertThat(Paging.of("jobs", 1, null, null))
                .isEqualTo(new Paging.Asked(new Paging("jobs", 50, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "1e2", "", " 5", "99999999999"})
    void refusesALimitOutsideItsBounds(String limit) {
        assertThat(Paging.of("jobs", 1, limit, null))
                .isInstanceOfSatisfying(
                        Paging.Wrong.class, wrong -> assertThat(wrong.field()).isEqualTo("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "***", "am9icw", "JQ"})
    void refusesWhatIsNoCursorOfTheList(String cursor) {
        assertThat(Paging.of("jobs", 1, null, cursor))
                .isInstanceOfSatisfying(
                        Paging.Wrong.class, wrong -> assertThat(wrong.field()).isEqualTo("cursor"));
    }

    @Test
    void refusesTheCursorOfAnotherListAndOneThatIsTooLong() {
        var other = new Cursor("budgets", List.of("a")).encoded();
        var bytes = new byte[Cursor.LONGEST];
        var longer = Base64.getUrlEncoder().encodeToString(bytes);

        assertThat(Paging.of("jobs", 1, null, other)).isInstanceOf(Paging.Wrong.class);
        assertThat(Paging.of("jobs", 1, null, longer)).isInstanceOf(Paging.Wrong.class);
    }

    @Test
    void showsEveryItemThatStayedExactlyOnceWhileOthersComeAndGo() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var lasting = names(random, "a&b=ü", random.nextInt(60));
            var items = new TreeSet<>(lasting);
            items.addAll(names(random, "passing ", random.nextInt(60)));
            var seen = new ArrayList<String>();
            var paging = asked(String.valueOf(1 + random.nextInt(9)), Optional.empty());
            while (true) {
                var slice = paging.slice(following(items, paging), List::of);
                seen.addAll(slice.items());
                if (slice.next().isEmpty()) {
                    break;
                }
                paging = asked(String.valueOf(1 + random.nextInt(9)), slice.next());
                items.removeIf(item -> item.startsWith("passing") && random.nextInt(4) == 0);
                items.addAll(names(random, "passing ", random.nextInt(3)));
            }
            assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(lasting);
        }
    }

    private static Paging asked(String limit, Optional<Cursor> cursor) {
        var encoded = cursor.map(Cursor::encoded).orElse(null);
        return ((Paging.Asked) Paging.of("names", 1, limit, encoded)).paging();
    }

    private static List<String> following(NavigableSet<String> items, Paging paging) {
        var tail = paging.after().map(at -> items.tailSet(at.getFirst(), false)).orElse(items);
        return tail.stream().limit(paging.limit() + 1L).toList();
    }

    private static List<String> names(Random random, String prefix, int count) {
        return random.ints(count, 0, 1_000_000).distinct().mapToObj(n -> prefix + n).toList();
    }
}
