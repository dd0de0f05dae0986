package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.Seed;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdQueueTest {

    @Test
    void givesWhatCameInItsOrderHoweverItGrows() {
        Seed.run(
                random -> {
                    var queue = new IdQueue();
                    var model = new ArrayDeque<UUID>();
                    for (int i = 0; i < 10_000; i++) {
                        // Filled and emptied by turns, so that it grows in every position.
                        boolean comes = random.nextInt(10) < (i / 500 % 2 == 0 ? 7 : 3);
                        if (comes || model.isEmpty()) {
                            var id = new UUID(random.nextLong(), random.nextLong());
                            queue.add(id);
                            model.add(id);
                        } else {
                            assertThat(queue.remove()).isEqualTo(model.remove());
                        }
                        assertThat(queue.size()).isEqualTo(model.size());
                    }
                });
    }

    @Test
    void hasNothingToGiveWhenEmpty() {
        assertThatThrownBy(new IdQueue()::remove).isInstanceOf(NoSuchElementException.class);
    }
}
