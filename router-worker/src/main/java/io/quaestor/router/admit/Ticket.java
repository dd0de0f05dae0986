package io.quaestor.router.admit;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in a line; postponed without one. Never compared by the job, whose equality would read
 * the whole prompt.
 */
record Ticket(Applicant applicant, @Nullable Line line) {
    /** An offset is unique in its topic, and older jobs have lower ones, also after an abort. */
    static final Comparator<Ticket> BY_AGE =
            Comparator.comparing((Ticket ticket) -> !ticket.applicant().cameBack())
                    .thenComparingLong(ticket -> ticket.applicant().offset());

    static final Comparator<Ticket> BY_DEADLINE =
            Comparator.comparing((Ticket ticket) -> ticket.applicant().job().getDeadline())
                    .thenComparing(BY_AGE);

    static final Comparator<Ticket> BY_TIME =
            Comparator.comparing((Ticket ticket) -> ticket.applicant().notBefore())
                    .thenComparing(BY_AGE);

    /** Its class inside its line. */
    Rank rank() {
        return new Rank(applicant.cameBack(), applicant.priority());
    }

    String user() {
        return applicant.job().getRequest().getUser();
    }

    /**
     * What counts before users and age: jobs that came back go before new ones, for they may hold
     * money that others wait for; then higher priority goes first.
     */
    record Rank(boolean cameBack, int priority) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER =
                Comparator.comparing((Rank rank) -> !rank.cameBack())
                        .thenComparing(Comparator.comparingInt(Rank::priority).reversed());

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }
}
