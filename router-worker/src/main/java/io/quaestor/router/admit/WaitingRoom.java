package io.quaestor.router.admit;

import io.quaestor.router.fair.FairTurns;
import io.quaestor.router.fair.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one lane that may go as soon as one of their ways is free: its provider has room, its
 * route is in service. Pure; not thread-safe.
 *
 * <p>Jobs that wait for the same ways form a {@link Line} of their own, so a full provider delays
 * only those that want nothing else. Each provider's room is shared among the departments that wait
 * for it, by weight; a department that cannot go keeps its turn. Inside a department the {@link
 * Ticket.Rank} counts, then users by weight, then age.
 */
final class WaitingRoom {
    /** Who would go, and which way. */
    private record Going(Ticket ticket, Line line, Way way) {
        String department() {
            return line.department();
        }
    }

    private static final Comparator<Going> BEST_OF_A_DEPARTMENT =
            Comparator.comparing((Going going) -> going.ticket().rank())
                    .thenComparingLong(going -> going.line().firstPlace())
                    .thenComparing(Going::ticket, Ticket.BY_AGE);

    private final Map<String, DepartmentLines> lines = new LinkedHashMap<>();

    /** Of departments, by provider. */
    private final Map<String, FairTurns<String>> turns = new HashMap<>();

    private final FairTurns<String> providers = new FairTurns<>();
    private final NavigableSet<Ticket> later = new TreeSet<>(Ticket.BY_TIME);

    /** Everyone here, the postponed included. */
    private final NavigableSet<Ticket> byDeadline = new TreeSet<>(Ticket.BY_DEADLINE);

    /** Not before its time: kept aside until {@link #due}. */
    void postpone(Applicant applicant) {
        var ticket = new Ticket(applicant, null);
        later.add(ticket);
        byDeadline.add(ticket);
    }

    /** Postponed jobs whose time has come; they leave the room. */
    List<Applicant> due(Instant now) {
        var due = new ArrayList<Applicant>();
        while (!later.isEmpty() && !later.first().applicant().notBefore().isAfter(now)) {
            var ticket = later.first();
            leave(ticket);
            due.add(ticket.applicant());
        }
        return due;
    }

    /** Takes a place in the line of those who want these ways. */
    void enter(Applicant applicant, Ways ways) {
        var line = lines.computeIfAbsent(applicant.department(), DepartmentLines::new).line(ways);
        var ticket = new Ticket(applicant, line);
        line.add(ticket);
        byDeadline.add(ticket);
    }

    /** Who goes next, and which way; it leaves the room. */
    record Next(Applicant applicant, Way way) {}

    /** The next job by turn for which one of its ways is free; empty when nobody can go. */
    Optional<Next> next(Function<Ways, Optional<Way>> free, Weights weights) {
        var best = new HashMap<String, Going>();
        for (var ofDepartment : lines.values()) {
            for (var line : ofDepartment.all()) {
                free.apply(line.ways())
                        .map(way -> new Going(line.first(), line, way))
                        .ifPresent(going -> best.merge(going.way().provider(), going, this::first));
            }
        }
        return best.values().stream().min(this::compareProviders).map(went -> take(went, weights));
    }

    /** Of two who would go to the same provider. */
    private Going first(Going one, Going other) {
        if (one.department().equals(other.department())) {
            return BEST_OF_A_DEPARTMENT.compare(one, other) <= 0 ? one : other;
        }
        var fair = turns(one.way().provider());
        int order = Long.compare(fair.place(one.department()), fair.place(other.department()));
        return order < 0 || (order == 0 && isOlder(one, other)) ? one : other;
    }

    private static boolean isOlder(Going one, Going other) {
        return Ticket.BY_AGE.compare(one.ticket(), other.ticket()) <= 0;
    }

    /** Providers take turns, so that a batch is not one's alone. */
    private int compareProviders(Going one, Going other) {
        int order =
                Long.compare(
                        providers.place(one.way().provider()),
                        providers.place(other.way().provider()));
        return order != 0 ? order : BEST_OF_A_DEPARTMENT.compare(one, other);
    }

    private Next take(Going went, Weights weights) {
        var ticket = went.ticket();
        var department = went.department();
        leave(ticket);
        Optional.ofNullable(lines.get(department))
                .ifPresent(of -> of.hadTurn(ticket.user(), weights.of(department, ticket.user())));
        turns(went.way().provider()).took(department, weights.of(department));
        providers.took(went.way().provider(), 1);
        return new Next(ticket.applicant(), went.way());
    }

    private FairTurns<String> turns(String provider) {
        return turns.computeIfAbsent(provider, _ -> new FairTurns<>());
    }

    /** Jobs none of whose ways is in service and that would rather end than wait; they leave. */
    List<Applicant> leaveUnserved(Predicate<Way> inService) {
        var leaving =
                byDeadline.stream()
                        .filter(ticket -> ticket.applicant().rejectsWhenUnavailable())
                        .filter(ticket -> isUnserved(ticket.line(), inService))
                        .toList();
        leaving.forEach(this::leave);
        return leaving.stream().map(Ticket::applicant).toList();
    }

    private static boolean isUnserved(@Nullable Line line, Predicate<Way> inService) {
        return line != null && line.ways().all().stream().noneMatch(inService);
    }

    /** At most so many of the jobs whose deadline has passed; they leave the room. */
    List<Applicant> overdue(Instant now, int most) {
        var overdue = new ArrayList<Applicant>();
        while (overdue.size() < most
                && !byDeadline.isEmpty()
                && byDeadline.first().applicant().isOverdue(now)) {
            var ticket = byDeadline.first();
            leave(ticket);
            overdue.add(ticket.applicant());
        }
        return overdue;
    }

    /** Those for whom the test holds, the postponed included; they leave the room. */
    List<Applicant> leaveIf(Predicate<Applicant> test) {
        var leaving = byDeadline.stream().filter(ticket -> test.test(ticket.applicant())).toList();
        leaving.forEach(this::leave);
        return leaving.stream().map(Ticket::applicant).toList();
    }

    /** Everyone in a line; they leave the room, the postponed stay. */
    List<Applicant> leaveAll() {
        var all = byDeadline.stream().filter(ticket -> ticket.line() != null).toList();
        all.forEach(this::leave);
        return all.stream().map(Ticket::applicant).toList();
    }

    private void leave(Ticket ticket) {
        byDeadline.remove(ticket);
        var line = ticket.line();
        if (line == null) {
            later.remove(ticket);
            return;
        }
        line.remove(ticket);
        if (line.isEmpty()) {
            lines.computeIfPresent(
                    line.department(),
                    (_, ofDepartment) -> {
                        ofDepartment.drop(line);
                        return ofDepartment.isEmpty() ? null : ofDepartment;
                    });
        }
    }

    /** Departments with jobs that may go now or as soon as there is room; none of the postponed. */
    Set<String> departments() {
        return Collections.unmodifiableSet(lines.keySet());
    }

    /** Departments with jobs that wait for the provider, among others perhaps. */
    Set<String> departmentsWaitingFor(String provider) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getValue().wants(provider))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Stream<Line> lines() {
        return lines.values().stream().flatMap(ofDepartment -> ofDepartment.all().stream());
    }

    Stream<Applicant> postponed() {
        return later.stream().map(Ticket::applicant);
    }

    int size() {
        return byDeadline.size();
    }
}
