package io.quaestor.spend.page;

import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.event.BreachCause;
import io.quaestor.spend.view.BudgetNow;
import java.util.Locale;
import java.util.Optional;

/**
 * A budget in its present window.
 *
 * @param state {@code OPEN}, {@code WARNED}, {@code BREACHED}, or {@code UNKNOWN} for the moment
 *     between setting a limit and its first judgement
 * @param warnedPercent highest threshold passed
 * @param cause {@code settled} or {@code refused}, when breached
 */
@Serdeable
public record BudgetItem(
        String budget,
        String department,
        String level,
        String name,
        String mode,
        WindowItem window,
        String limitUsd,
        String settledUsd,
        String heldUsd,
        String state,
        int warnedPercent,
        Optional<String> cause) {

    public static BudgetItem of(BudgetNow now) {
        var cause = now.limit().getCause();
        return new BudgetItem(
                now.budget(),
                now.entry().getDepartment(),
                now.level().text(),
                now.entry().getName(),
                word(now.limit().getMode()),
                WindowItem.of(now.window()),
                SpendItem.usd(now.limit().getLimitNanoUsd()),
                SpendItem.usd(now.settledNanoUsd()),
                SpendItem.usd(now.heldNanoUsd()),
                now.limit().getStatus().name(),
                now.limit().getWarnedPercent(),
                cause == BreachCause.UNKNOWN ? Optional.empty() : Optional.of(word(cause)));
    }

    private static String word(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
