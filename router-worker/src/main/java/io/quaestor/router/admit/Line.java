package io.quaestor.router.admit;

import io.quaestor.router.lag.FairTurns;
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
        private final FairTurns<String> fair = new FairTurns<>();

        void add(Ticket ticket) {
            tickets.computeIfAbsent(ticket.user(), this::join).add(ticket);
        }

        private NavigableSet<Ticket> join(String user) {
            queueUp(user);
            return new TreeSet<>(Ticket.BY_AGE);
        }

        private void queueUp(String user) {
            var turn = new Turn(fair.place(user), joined++, user);
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

        void took(String user, int weight) {
            fair.took(user, weight);
            if (tickets.containsKey(user)) {
                forget(user);
                queueUp(user);
            }
        }
    }

    private final String department;
    private final Ways ways;
    private final NavigableMap<Ticket.Rank, Queue> queues = new TreeMap<>();
    private long joined;

    Line(String department, Ways ways) {
        this.department = department;
        this.ways = ways;
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

    /** It leaves; its user keeps the turn. */
    void remove(Ticket ticket) {
        var queue = queues.get(ticket.rank());
        if (queue != null) {
            queue.remove(ticket);
            drop(ticket.rank(), queue);
        }
    }

    /** It goes, and that was its user's turn. */
    void take(Ticket ticket, int weight) {
        var queue = queues.get(ticket.rank());
        if (queue != null) {
            queue.remove(ticket);
            queue.took(ticket.user(), weight);
            drop(ticket.rank(), queue);
        }
    }

    private void drop(Ticket.Rank rank, Queue queue) {
        if (queue.tickets.isEmpty()) {
            queues.remove(rank);
        }
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }
}
