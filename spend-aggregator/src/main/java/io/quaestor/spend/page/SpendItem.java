package io.quaestor.spend.page;

import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.Money;
import io.quaestor.spend.view.Place;
import io.quaestor.spend.view.SpendRow;
import java.util.Optional;

/**
 * Spend of one name in one window.
 *
 * @param charges line items, where these were summed (every level but department)
 * @param heldUsd reserved for calls under way; of departments only, as all that follow
 * @param estimatedUsd part of {@code settledUsd} that is an upper estimate
 */
@Serdeable
public record SpendItem(
        String level,
        String department,
        String name,
        WindowItem window,
        String settledUsd,
        String simulatedUsd,
        Optional<Long> charges,
        Optional<String> heldUsd,
        Optional<String> estimatedUsd,
        Optional<Long> attempts,
        Optional<Long> unknownOutcomes,
        Optional<Long> unpricedAttempts) {

    public static SpendItem of(BudgetLevel level, Place place, SpendRow row) {
        var calls = row.calls();
        return new SpendItem(
                level.text(),
                place.department(),
                place.name(),
                WindowItem.of(row.window()),
                usd(row.settledNanoUsd()),
                usd(row.simulatedNanoUsd()),
                calls.isPresent() ? Optional.empty() : Optional.of(row.charges()),
                calls.map(of -> usd(of.heldNanoUsd())),
                calls.map(of -> usd(of.estimatedNanoUsd())),
                calls.map(SpendRow.Calls::attempts),
                calls.map(SpendRow.Calls::unknownOutcomes),
                calls.map(SpendRow.Calls::unpricedAttempts));
    }

    static String usd(long nanoUsd) {
        return Money.ofNanoUsd(nanoUsd).toFixedUsd();
    }
}
