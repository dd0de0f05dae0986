package io.quaestor.cli.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who waits for one provider, and why, over all workers that were asked; most jobs first. Pure. */
public record Waits(List<Of> all) {
    static final Waits NONE = new Waits(List.of());

    /** Named in a line; the rest is counted. */
    private static final int SHOWN = 3;

    /**
     * @param reason as the workers name it
     */
    record Of(String department, String reason, long jobs) {}

    private record Key(String provider, String department, String reason) {}

    public Waits {
        all = List.copyOf(all);
    }

    /** By provider, of the items that workers answer. */
    public static Map<String, Waits> of(Collection<ObjectNode> items) {
        var jobs = new HashMap<Key, Long>();
        for (var item : items) {
            var key =
                    new Key(
                            item.path("provider").asText(),
                            item.path("department").asText(),
                            item.path("reason").asText());
            jobs.merge(key, item.path("jobs").asLong(), Long::sum);
        }
        return jobs.entrySet().stream()
                .collect(
                        Collectors.groupingBy(
                                entry -> entry.getKey().provider(),
                                Collectors.collectingAndThen(
                                        Collectors.mapping(Waits::one, Collectors.toList()),
                                        Waits::sorted)));
    }

    private static Of one(Map.Entry<Key, Long> entry) {
        return new Of(entry.getKey().department(), entry.getKey().reason(), entry.getValue());
    }

    private static Waits sorted(List<Of> waits) {
        return new Waits(
                waits.stream()
                        .sorted(
                                Comparator.comparingLong(Of::jobs)
                                        .reversed()
                                        .thenComparing(Of::department)
                                        .thenComparing(Of::reason))
                        .toList());
    }

    long jobs() {
        return all.stream().mapToLong(Of::jobs).sum();
    }

    /** {@code legal 120 lag-limit, hr 3 rate, and 4 more}. */
    String text() {
        var shown =
                all.stream()
                        .limit(SHOWN)
                        .map(of -> "%s %d %s".formatted(of.department(), of.jobs(), of.reason()))
                        .collect(Collectors.joining(", "));
        return all.size() <= SHOWN ? shown : "%s, and %d more".formatted(shown, all.size() - SHOWN);
    }
}
