package io.quaestor.cli.chaos.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Event;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Numbers inside the events prove that none is missing and none is there twice: those of each run,
 * from 1 to the count that its terminal event states, and those of each stage that counts: the
 * tasks of ingest, the admission of each lane, the catalogue.
 *
 * <p>The numbers of holds ({@code admissionSequence}) are the admission's numbers too. Refusals
 * take some of them, so holds alone are not contiguous.
 */
public final class SequencesContiguous implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        var events = facts.topics().events();
        var runs =
                events.stream()
                        .filter(event -> event.number() > 0)
                        .collect(
                                groupingBy(
                                        Event::run,
                                        mapping(event -> (long) event.number(), toList())));
        runs.forEach((run, numbers) -> check("run " + run, 1, numbers, violations));
        for (JobEnd end : facts.topics().jobEnds()) {
            long last =
                    runs.getOrDefault(end.run(), List.of()).stream()
                            .mapToLong(n -> n)
                            .max()
                            .orElse(0);
            if (last != end.eventCount()) {
                violations.add(
                        "%s counts %d events, the last has number %d"
                                .formatted(end.eventId(), end.eventCount(), last));
            }
        }
        events.stream()
                .filter(event -> !event.source().isEmpty())
                .collect(groupingBy(Event::source, mapping(Event::sequence, toList())))
                .forEach((source, numbers) -> check(source, least(numbers), numbers, violations));
        return violations;
    }

    private static long least(List<Long> numbers) {
        long first = numbers.stream().mapToLong(number -> number).min().orElse(1);
        // Whoever counts begins with 0 or 1: anything else is missing at the beginning.
        return Math.min(first, 1);
    }

    private static void check(
            String what, long first, List<Long> numbers, List<String> violations) {
        var sorted = numbers.stream().sorted().toList();
        if (!sorted.equals(
                LongStream.range(first, first + sorted.size())
                        .boxed()
                        .collect(Collectors.toList()))) {
            violations.add("%s: not contiguous from %d: %s".formatted(what, first, gaps(sorted)));
        }
    }

    /** The first few neighbours that are not. */
    private static List<String> gaps(List<Long> sorted) {
        var gaps = new ArrayList<String>();
        if (sorted.getFirst() > 1) {
            gaps.add("begins with " + sorted.getFirst());
        }
        for (int i = 1; i < sorted.size() && gaps.size() < 5; i++) {
            if (sorted.get(i) != sorted.get(i - 1) + 1) {
                gaps.add(sorted.get(i - 1) + " then " + sorted.get(i));
            }
        }
        return gaps;
    }
}
