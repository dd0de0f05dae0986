package io.quaestor.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberSetTest {

    @Test
    void hasNoGapsWhileItIsEmptyOrContiguous() {
        NumberSet numbers = new NumberSet();
        assertThat(numbers.gaps(10)).isEmpty();

        for (long number = 1; number < 200_000; number++) {
            assertThat(numbers.add(number)).isTrue();
        }

        assertThat(numbers.gaps(10)).isEmpty();
        assertThat(numbers.add(70_000)).isFalse();
    }

    @Test
    void missesWhatComesBeforeTheFirst() {
        NumberSet numbers = new NumberSet();

        numbers.add(4);

        assertThat(numbers.gaps(10)).containsExactly(new NumberSet.Gap(1, 3));
    }

    @Test
    void findsTheGapsThatASortedSetShows() {
        long seed = Long.getLong("quaestor.seed", System.nanoTime());
        System.out.println("NumberSetTest seed " + seed);
        Random random = new Random(seed);
        NumberSet numbers = new NumberSet();
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            long number =
                    random.nextBoolean() ? random.nextLong(400_000) : random.nextLong(1L << 50);
            assertThat(numbers.add(number)).isEqualTo(model.add(number));
        }

        assertThat(numbers.gaps(Integer.MAX_VALUE)).isEqualTo(gaps(model));
        assertThat(numbers.gaps(3)).isEqualTo(gaps(model).subList(0, 3));
    }

    private static List<NumberSet.Gap> gaps(SortedSet<Long> numbers) {
        List<NumberSet.Gap> gaps = new ArrayList<>();
        long next = 1;
        for (long number : numbers) {
            if (number > next) {
                gaps.add(new NumberSet.Gap(next, number - 1));
            }
            next = number + 1;
        }
        return gaps;
    }
}
