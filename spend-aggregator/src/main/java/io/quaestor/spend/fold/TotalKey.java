package io.quaestor.spend.fold;

import io.quaestor.kernel.BudgetKey;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;

/**
 * One level × one calendar window that money is totalled under.
 *
 * <p>Invariant: {@code text} is the {@link BudgetKey}'s, worked out once because every event of a
 * job asks for it; two keys are equal exactly when their texts are.
 */
public record TotalKey(String text, Target target, CalendarWindow window) {

    /**
     * @throws IllegalArgumentException when the name cannot be part of a key
     */
    public static TotalKey of(
            Department department, BudgetLevel level, String name, CalendarWindow window) {
        return new TotalKey(
                BudgetKey.of(department, level, name, window).text(),
                new Target(department, level, name, window.kind()),
                window);
    }

    /** The key of a target in one of its windows. */
    static TotalKey of(Target target, CalendarWindow window) {
        return of(target.department(), target.level(), target.name(), window);
    }

    boolean isDepartment() {
        return target.level() == BudgetLevel.DEPARTMENT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TotalKey key && key.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
