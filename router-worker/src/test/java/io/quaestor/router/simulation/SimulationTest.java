package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.kernel.Seed;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of a small cluster; {@code -Dquaestor.schedules=<n>} runs more of them. A
 * failing one is named with its seed; {@code -Dquaestor.schedule=<seed>} runs it alone again, step
 * for step.
 */
class SimulationTest {
    /** In every build; some forty a core and second. */
    private static final int SCHEDULES = 250;

    @Test
    void keepsItsPromisesWhateverHappensToWorkersLanesAndTransactions() {
        var alone = Long.getLong("quaestor.schedule");
        if (alone != null) {
            new Schedule(new SplittableRandom(alone)).run();
            return;
        }
        Map<JobStatus, Integer> ends = new EnumMap<>(JobStatus.class);
        int[] repairedCalls = {0};
        Seed.run(
                seeds -> {
                    int schedules = Integer.getInteger("quaestor.schedules", SCHEDULES);
                    for (int i = 0; i < schedules; i++) {
                        long schedule = seeds.nextLong();
                        var seen = run(schedule);
                        seen.ends().forEach((status, n) -> ends.merge(status, n, Integer::sum));
                        repairedCalls[0] += seen.repairedCalls();
                    }
                });
        System.out.println("jobs ended " + ends + ", repairs called " + repairedCalls[0]);
        assertThat(ends)
                .containsKeys(
                        JobStatus.SUCCEEDED,
                        JobStatus.FAILED,
                        JobStatus.EXPIRED,
                        JobStatus.CANCELLED);
        assertThat(repairedCalls[0]).isPositive();
    }

    private static Witness run(long schedule) {
        try {
            return new Schedule(new SplittableRandom(schedule)).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("failed with -Dquaestor.schedule=" + schedule, e);
        }
    }
}
