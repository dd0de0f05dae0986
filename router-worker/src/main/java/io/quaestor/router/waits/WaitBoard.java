package io.quaestor.router.waits;

import io.quaestor.event.Stage;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How many jobs of this worker's lanes wait, as each loop last said. Safe for all threads. */
public final class WaitBoard {
    /** Departments that are named; those with fewer jobs are together {@link #OTHERS}. */
    static final int MAX_DEPARTMENTS = 100;

    /** No department code: those begin with a letter. */
    static final String OTHERS = "(others)";

    private final Map<Stage, Map<Wait, Integer>> byStage = new EnumMap<>(Stage.class);
    private final Consumer<Map<Wait, Integer>> changed;

    /**
     * @param changed is told all after each change
     */
    public WaitBoard(Consumer<Map<Wait, Integer>> changed) {
        this.changed = changed;
    }

    /** What waits in one stage now. */
    public synchronized void put(Stage stage, Map<Wait, Integer> waits) {
        byStage.put(stage, Map.copyOf(waits));
        changed.accept(all());
    }

    /** Jobs by what they wait for. */
    public synchronized Map<Wait, Integer> all() {
        var all = new HashMap<Wait, Integer>();
        byStage.values()
                .forEach(
                        waits ->
                                waits.forEach((wait, jobs) -> all.merge(wait, jobs, Integer::sum)));
        return bounded(all);
    }

    private static Map<Wait, Integer> bounded(Map<Wait, Integer> waits) {
        var named = largest(waits);
        var bounded = new HashMap<Wait, Integer>();
        waits.forEach(
                (wait, jobs) ->
                        bounded.merge(
                                named.contains(wait.department())
                                        ? wait
                                        : new Wait(wait.provider(), OTHERS, wait.reason()),
                                jobs,
                                Integer::sum));
        return bounded;
    }

    private static Set<String> largest(Map<Wait, Integer> waits) {
        var jobs = new HashMap<String, Integer>();
        waits.forEach((wait, count) -> jobs.merge(wait.department(), count, Integer::sum));
        return jobs.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .limit(MAX_DEPARTMENTS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
