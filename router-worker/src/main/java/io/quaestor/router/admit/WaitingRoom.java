package io.quaestor.router.admit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one lane that may go as soon as one of their ways is free: its provider has room, its
 * route is in service. Pure; not thread-safe.
 *
 * <p>Jobs that wait for the same ways form a line of their own, so a full provider delays only
 * those that want nothing else. Departments take turns; a department that cannot go keeps its turn.
 * Inside a department jobs that came back go before new ones, for they may hold money that others
 * wait for; then higher priority goes first, then the older job.
 */
final class WaitingRoom {
    /** Jobs of one department that want the same ways, in the same order of preference. */
    private record Line(String department, Ways ways) {}

    /**
     * A place in a line; postponed without one. Never compared by the job, whose equality would
     * read the whole prompt.
     */
    private record Ticket(Applicant applicant, @Nullable Line line) {}

    /** An offset is unique in its topic, and older jobs have lower ones, also after an abort. */
    private static final Comparator<Applicant> BY_AGE =
            Comparator.comparing((Applicant applicant) -> !applicant.cameBack())
                    .thenComparingLong(Applicant::offset);

    private static final Comparator<Ticket> BY_TURN =
            Comparator.comparing((Ticket ticket) -> !ticket.applicant().cameBack())
                    .thenComparingInt(ticket -> -ticket.applicant().priority())
                    .thenComparing(Ticket::applicant, BY_AGE);

    private static final Comparator<Ticket> BY_DEADLINE =
            Comparator.comparing((Ticket ticket) -> ticket.applicant().job().getDeadline())
                    .thenComparing(Ticket::applicant, BY_AGE);

    private static final Comparator<Ticket> BY_TIME =
            Comparator.comparing((Ticket ticket) -> ticket.applicant().notBefore())
                    .thenComparing(Ticket::applicant, BY_AGE);

    private final Map<String, Map<Line, NavigableSet<Ticket>>> lines = new HashMap<>();
    private final Deque<String> turns = new ArrayDeque<>();
    private final NavigableSet<Ticket> later = new TreeSet<>(BY_TIME);

    /** Everyone here, the postponed included. */
    private final NavigableSet<Ticket> byDeadline = new TreeSet<>(BY_DEADLINE);

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
        var line = new Line(applicant.department(), ways);
        var ticket = new Ticket(applicant, line);
        lines.computeIfAbsent(line.department(), this::newTurn)
                .computeIfAbsent(line, _ -> new TreeSet<>(BY_TURN))
                .add(ticket);
        byDeadline.add(ticket);
    }

    private Map<Line, NavigableSet<Ticket>> newTurn(String department) {
        turns.addLast(department);
        return new LinkedHashMap<>();
    }

    /** Who goes next, and which way; it leaves the room. */
    record Next(Applicant applicant, Way way) {}

    /** The next job by turn for which one of its ways is free; empty when nobody can go. */
    Optional<Next> next(Function<Ways, Optional<Way>> free) {
        for (var department : turns) {
            var found = first(lines.getOrDefault(department, Map.of()), free);
            if (found.isPresent()) {
                leave(found.get().ticket());
                if (turns.remove(department)) {
                    turns.addLast(department);
                }
                return found.map(went -> new Next(went.ticket().applicant(), went.way()));
            }
        }
        return Optional.empty();
    }

    private record Going(Ticket ticket, Way way) {}

    private static Optional<Going> first(
            Map<Line, NavigableSet<Ticket>> ofDepartment, Function<Ways, Optional<Way>> free) {
        return ofDepartment.entrySet().stream()
                .flatMap(
                        entry ->
                                free.apply(entry.getKey().ways()).stream()
                                        .map(way -> new Going(entry.getValue().first(), way)))
                .min(Comparator.comparing(Going::ticket, BY_TURN));
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
        var ofDepartment = lines.getOrDefault(line.department(), Map.of());
        var tickets = ofDepartment.get(line);
        if (tickets != null && tickets.remove(ticket) && tickets.isEmpty()) {
            ofDepartment.remove(line);
        }
        if (ofDepartment.isEmpty()) {
            lines.remove(line.department());
            turns.remove(line.department());
        }
    }

    /** Whether anybody waits for the provider. */
    boolean wants(String provider) {
        return lines.values().stream()
                .flatMap(ofDepartment -> ofDepartment.keySet().stream())
                .flatMap(line -> line.ways().all().stream())
                .anyMatch(way -> way.provider().equals(provider));
    }

    int size() {
        return byDeadline.size();
    }
}
