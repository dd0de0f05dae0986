package io.quaestor.router.govern;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.Job;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.RouteRef;
import io.quaestor.router.budget.BudgetBook;
import io.quaestor.router.route.RoutePlan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the rules look at.
 *
 * @param plan the routes open to this job, planned on the same catalogue
 * @param budgets standing of the lane's budgets as last published
 * @param available whether a route is in service
 * @param hasHold its money is held already, for it comes back from a try that cost nothing
 */
public record Case(
        Job job,
        CatalogSnapshot catalog,
        RoutePlan plan,
        BudgetBook budgets,
        Predicate<RouteRef> available,
        boolean hasHold,
        Instant now) {
    public LlmRequest request() {
        return job.getRequest();
    }

    public Optional<DepartmentEntry> department() {
        return catalog.department(request().getDepartment());
    }
}
