package io.quaestor.kernel;

/** How a budget stands in one window, from what is settled so far. */
public sealed interface BudgetStanding {

    /** Below every threshold. */
    record Open() implements BudgetStanding {}

    /** At or above a threshold of the limit; {@code percent} is the highest one reached. */
    record Warned(int percent) implements BudgetStanding {}

    /** Settled money reached the limit of a budget that stops: admission refuses. */
    record Breached() implements BudgetStanding {}

    default boolean admits() {
        return switch (this) {
            case Open _, Warned _ -> true;
            case Breached _ -> false;
        };
    }
}
