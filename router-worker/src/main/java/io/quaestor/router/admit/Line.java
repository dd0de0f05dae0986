package io.quaestor.router.admit;

import io.quaestor.router.fair.FairTurns;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Jobs of one department that want the same ways, in the same order of preference: by rank, and
 * inside a rank users take turns by weight, each with the oldest job first. Pure; not thread-safe.
 */
final class Line {
    /** A user with jobs in a rank, and when it is the user's turn; of equals, who came first. */
    private record Turn(long place, long joined, String user) {
        static final Comparator<Turn> ORDER =
                Comparator.comparingLong(Turn::place).thenComparingLong(Turn::joined);
    }

    private final class Queue {
        private final Map<String, NavigableSet<Ticket>> tickets = new HashMap<>();
        private final Map<String, Turn> turns = new HashMap<>();
        private final NavigableSet<Turn> order = new TreeSet<>(Turn.ORDER);

        void add(Ticket ticket) {
            tickets.computeIfAbsent(ticket.user(), this::join).add(ticket);
        }

        private NavigableSet<Ticket> join(String user) {
            queueUp(user);
            return new TreeSet<>(Ticket.BY_AGE);
        }

        private void queueUp(String user) {
            var turn = new Turn(users.place(user), joined++, user);
            turns.put(user, turn);
            order.add(turn);
        }

        Ticket first() {
            return Objects.requireNonNull(tickets.get(order.first().user())).first();
        }

        void remove(Ticket ticket) {
            var ofUser = tickets.get(ticket.user());
            if (ofUser != null && ofUser.remove(ticket) && ofUser.isEmpty()) {
                tickets.remove(ticket.user());
                forget(ticket.user());
            }
        }

        private void forget(String user) {
            var turn = turns.remove(user);
            if (turn != null) {
                order.remove(turn);
            }
        }

        void hadTurn(String user) {
            if (tickets.containsKey(user)) {
                forget(user);
                queueUp(user);
            }
        }
    }

    private final String department;
    private final Ways ways;
    private final FairTurns<String> users;
    private final NavigableMap<Ticket.Rank, Queue> queues = new TreeMap<>();
    private long joined;

    /**
     * @param users turns of the department's users, in all its lines
     */
    Line(String department, Ways ways, FairTurns<String> users) {
        this.department = department;
        this.ways = ways;
        this.users = users;
    }

    String department() {
        return department;
    }

    Ways ways() {
        return ways;
    }

    void add(Ticket ticket) {
        queues.computeIfAbsent(ticket.rank(), _ -> new Queue()).add(ticket);
    }

    /** Who goes next; the line is not empty. */
    Ticket first() {
        return queues.firstEntry().getValue().first();
    }

    /** Of the turn of who goes next; lower goes first among the lines of the department. */
    long firstPlace() {
        return queues.firstEntry().getValue().order.first().place();
    }

    /** It leaves. */
    void remove(Ticket ticket) {
        var queue = queues.get(ticket.rank());
        if (queue != null) {
            queue.remove(ticket);
            if (queue.tickets.isEmpty()) {
                queues.remove(ticket.rank());
            }
        }
    }

    /** A user of the department had a turn, here or in another line. */
    void hadTurn(String user) {
        queues.values().forEach(queue -> queue.hadTurn(user));
    }

    int size() {
        return queues.values().stream()
                .flatMap(queue -> queue.tickets.values().stream())
                .mapToInt(NavigableSet::size)
                .sum();
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }
}
