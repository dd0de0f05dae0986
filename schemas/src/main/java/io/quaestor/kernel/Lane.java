package io.quaestor.kernel;

/**
 * One of the {@value #COUNT} lanes: the partition of every per-lane topic, and the unit in which
 * admission, budgets and the audit chain have exactly one owner.
 *
 * <p>Invariant: {@code 0 ≤ number < COUNT}. The count is fixed at provisioning, for ever: it is
 * part of the keys of the audit chains.
 */
public record Lane(int number) implements Comparable<Lane> {

    public static final int COUNT = 32;

    /** System and catalogue events, and departments nobody knows. */
    public static final Lane SYSTEM = new Lane(0);

    /**
     * @throws IllegalArgumentException when there is no such lane
     */
    public Lane {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException(
                    "lane must be 0 to %d: %d".formatted(COUNT - 1, number));
        }
    }

    /** The partition of this lane on every topic that has one partition per lane. */
    public int partition() {
        return number;
    }

    public boolean isSystem() {
        return number == SYSTEM.number;
    }

    @Override
    public int compareTo(Lane other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "lane " + number;
    }
}
