/**
 * What admission knows of the budgets: the state last published for each key of the lanes it owns.
 * Pure.
 *
 * <p>Guarantee: level-triggered; a state says the whole truth of its key, and a window that has
 * rolled is another key. Read {@link io.quaestor.router.budget.BudgetBook} first.
 */
@NullMarked
package io.quaestor.router.budget;

import org.jspecify.annotations.NullMarked;
