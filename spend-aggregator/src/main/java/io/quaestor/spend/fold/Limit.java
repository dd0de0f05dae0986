package io.quaestor.spend.fold;

import io.quaestor.kernel.BudgetPolicy;

/** A budget as the lane's journal last set it; {@code budget} is its unique name. */
public record Limit(String budget, Target target, BudgetPolicy policy, long version) {}
