package io.quaestor.cli.chaos.check;

import static java.util.stream.Collectors.groupingBy;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * No process takes more memory than {@link #MIB_MOST}, and none that lives for {@link
 * #LIFE_LEAST_MILLIS} or longer ends with many more open files than it had after its first half
 * minute.
 *
 * <p>A Java virtual machine takes its heap little by little and gives nothing back, so growth of
 * memory over a campaign of minutes says nothing; the bound is its heap, code and buffers.
 */
public final class ResourcesSteady implements Invariant {
    /**
     * The largest heap of the stack is 288 MiB; broker and workers map and buffer beside theirs.
     */
    static final long MIB_MOST = 800;

    static final long LIFE_LEAST_MILLIS = 60_000;

    /** Connections to the provider are all open by then, and every client has met the broker. */
    private static final long WARM_MILLIS = 30_000;

    /** Connections come and go with the load: so many more are no leak. */
    static final int HANDLES_MORE = 150;

    private static final long MIB = 1024L * 1024;

    private record Incarnation(String process, long pid) {}

    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        facts.usages().stream()
                .collect(groupingBy(usage -> new Incarnation(usage.process(), usage.pid())))
                .forEach((of, samples) -> check(of, samples, violations));
        return violations;
    }

    private static void check(Incarnation of, List<Usage> samples, List<String> violations) {
        long most = samples.stream().mapToLong(Usage::pssBytes).max().orElse(0) / MIB;
        if (most > MIB_MOST) {
            violations.add("%s took %d MiB".formatted(of, most));
        }
        var sorted = samples.stream().sorted(Comparator.comparingLong(Usage::time)).toList();
        long born = sorted.getFirst().time();
        var last = sorted.getLast();
        int warm =
                sorted.stream()
                        .filter(sample -> sample.time() <= born + WARM_MILLIS)
                        .mapToInt(Usage::handles)
                        .max()
                        .orElse(0);
        if (last.time() - born >= LIFE_LEAST_MILLIS && last.handles() > warm + HANDLES_MORE) {
            violations.add(
                    "%s had %d files open when warm and %d at the end"
                            .formatted(of, warm, last.handles()));
        }
    }
}
