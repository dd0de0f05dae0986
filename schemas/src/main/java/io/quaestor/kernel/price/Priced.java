package io.quaestor.kernel.price;

import io.quaestor.kernel.Money;
import java.util.List;

/**
 * The charge of one attempt.
 *
 * <p>Invariant: the shares of the lines sum to {@code total}. {@code priceVersion} is the version
 * of the sheet the prices came from.
 */
public record Priced(List<LineItem> lines, Money total, String priceVersion) implements Cost {

    /**
     * @throws IllegalArgumentException when the lines do not sum to the total
     */
    public Priced {
        lines = List.copyOf(lines);
        Money sum = lines.stream().map(LineItem::share).reduce(Money.ZERO, Money::plus);
        if (!sum.equals(total)) {
            throw new IllegalArgumentException("lines sum to " + sum + ", not " + total);
        }
    }
}
