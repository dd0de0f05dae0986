package io.quaestor.router.admit;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The contents of all jobs that wait in one lane: which are in memory, which were set aside, and
 * which are to be read again because their job's turn has come. Pure; not thread-safe.
 *
 * <p>Jobs read last are set aside first: their turn is furthest away. A recalled job has left the
 * waiting room and keeps its place in its provider's queue until its content is back.
 */
final class Contents {
    /** A job whose turn has come while its content is aside. */
    record Recalled(Applicant applicant, String provider) {}

    /** Of the jobs of one topic, by offset. */
    private static final class OfSource {
        final NavigableMap<Long, Applicant> here = new TreeMap<>();
        final NavigableMap<Long, Applicant> aside = new TreeMap<>();
        final NavigableMap<Long, Recalled> recalled = new TreeMap<>();
    }

    private final Map<Applicant.Source, OfSource> sources = new EnumMap<>(Applicant.Source.class);
    private long heldBytes;

    Contents() {
        for (var source : Applicant.Source.values()) {
            sources.put(source, new OfSource());
        }
    }

    private OfSource of(Applicant.Source source) {
        return Optional.ofNullable(sources.get(source)).orElseThrow();
    }

    private OfSource of(Applicant applicant) {
        return of(applicant.source());
    }

    /** A job was read, with its content. */
    void add(Applicant applicant) {
        of(applicant).here.put(applicant.offset(), applicant);
        heldBytes += applicant.content().bytes();
    }

    /** The job is decided. */
    void remove(Applicant applicant) {
        var of = of(applicant);
        if (of.here.remove(applicant.offset()) != null) {
            heldBytes -= applicant.content().bytes();
        }
        of.aside.remove(applicant.offset());
        of.recalled.remove(applicant.offset());
    }

    /** Sets aside what was read last, new jobs before those that came back. */
    void shrinkTo(long bytes) {
        for (var source : List.of(Applicant.Source.ACCEPTED, Applicant.Source.RETURNED)) {
            var of = of(source);
            while (heldBytes > bytes && !of.here.isEmpty()) {
                var last = of.here.pollLastEntry().getValue();
                last.content().setAside();
                of.aside.put(last.offset(), last);
                heldBytes -= last.content().bytes();
            }
        }
    }

    /** The job's turn has come, and a place at the provider is kept for it. */
    void recall(Applicant applicant, String provider) {
        var of = of(applicant);
        of.aside.remove(applicant.offset());
        of.recalled.put(applicant.offset(), new Recalled(applicant, provider));
    }

    Collection<Recalled> recalled(Applicant.Source source) {
        return of(source).recalled.values();
    }

    /** Recalled jobs whose deadline has passed; they are recalled no more. */
    List<Applicant> overdue(Instant now) {
        return giveUp(applicant -> applicant.isOverdue(now));
    }

    /** Recalled jobs for which the test holds; they are recalled no more. */
    List<Applicant> giveUp(Predicate<Applicant> test) {
        var given =
                sources.values().stream()
                        .flatMap(of -> of.recalled.values().stream())
                        .map(Recalled::applicant)
                        .filter(test)
                        .toList();
        given.forEach(this::giveUp);
        return given;
    }

    /** Its content will not come: the job goes on without. */
    private void giveUp(Applicant applicant) {
        of(applicant).recalled.remove(applicant.offset());
    }

    /** The first offset that is to be read again. */
    Optional<Long> firstWanted(Applicant.Source source) {
        var recalled = of(source).recalled;
        return recalled.isEmpty() ? Optional.empty() : Optional.of(recalled.firstKey());
    }

    /**
     * Whether the record at an offset is worth decoding: its job is recalled, or waits for its
     * content and there is memory for it.
     */
    boolean wants(Applicant.Source source, long offset, long mostBytes) {
        var of = of(source);
        var waiting = of.aside.get(offset);
        return of.recalled.containsKey(offset)
                || (waiting != null && heldBytes + waiting.content().bytes() <= mostBytes);
    }

    /** The job's record as it was read again; the job if it was recalled and is to go on now. */
    Optional<Applicant> restore(Applicant.Source source, long offset, Content again) {
        var of = of(source);
        var recalled = Optional.ofNullable(of.recalled.remove(offset)).map(Recalled::applicant);
        recalled.or(() -> Optional.ofNullable(of.aside.remove(offset)))
                .ifPresent(
                        applicant -> {
                            applicant.content().restore(again);
                            add(applicant);
                        });
        return recalled;
    }

    /** Recalled jobs before an offset: reading has passed them, their records are gone. */
    List<Applicant> goneBefore(Applicant.Source source, long offset) {
        var passed = of(source).recalled.headMap(offset);
        var gone = passed.values().stream().map(Recalled::applicant).toList();
        passed.clear();
        return gone;
    }

    /** Departments of the jobs that are recalled for the provider. */
    Set<String> recallsFor(String provider) {
        return sources.values().stream()
                .flatMap(of -> of.recalled.values().stream())
                .filter(recalled -> recalled.provider().equals(provider))
                .map(recalled -> recalled.applicant().department())
                .collect(Collectors.toSet());
    }

    /** Bytes of content in memory. */
    long heldBytes() {
        return heldBytes;
    }

    /** Jobs that wait, with or without their content. */
    int size() {
        return sources.values().stream()
                .mapToInt(of -> of.here.size() + of.aside.size() + of.recalled.size())
                .sum();
    }
}
