package io.quaestor.spend;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.WindowKind;
import io.quaestor.service.http.Page;
import io.quaestor.service.http.Query;
import io.quaestor.spend.page.BudgetItem;
import io.quaestor.spend.view.BudgetNow;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/budgets}: how each budget of the catalogue stands now. */
@Controller("/v1/budgets")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HttpBudgetController {
    private final KafkaSpendView view;
    private final InstantSource clock = InstantSource.system();

    HttpBudgetController(KafkaSpendView view) {
        this.view = view;
    }

    /**
     * Budgets by name, each in its present window. Organisation-wide ones are not counted yet and
     * not shown.
     *
     * @param department only of this department
     * @param level only of this level: department, user, model or use-case
     * @param window only with this kind of window: hour, day or month
     * @param limit most items, 1 to 500 (50)
     * @param cursor the next of an earlier answer
     */
    @Get
    Page<BudgetItem> budgets(
            HttpRequest<?> request,
            @QueryValue @Nullable String department,
            @QueryValue @Nullable String level,
            @QueryValue @Nullable String window,
            @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Query.knowsOnly(request, "department", "level", "window", "limit", "cursor");
        var ofLevel = Query.oneOf("level", level, HttpSpendController.LEVELS, BudgetLevel::named);
        var kind = Query.oneOf("window", window, HttpSpendController.KINDS, WindowKind::named);
        var paging = Page.paging("budgets", 1, limit, cursor);
        var catalog = CaughtUp.orLater(view.catalog());
        var states = CaughtUp.orLater(view.standings()).states();
        var following =
                BudgetNow.all(catalog, states, clock.instant()).stream()
                        .filter(now -> department == null || isOf(now, department))
                        .filter(now -> ofLevel.filter(of -> of != now.level()).isEmpty())
                        .filter(now -> kind.filter(of -> of != now.window().kind()).isEmpty())
                        .filter(
                                now ->
                                        paging.after()
                                                .filter(
                                                        at ->
                                                                now.budget()
                                                                                .compareTo(
                                                                                        at
                                                                                                .getFirst())
                                                                        <= 0)
                                                .isEmpty())
                        .limit(paging.limit() + 1L)
                        .toList();
        return Page.of(paging.slice(following, now -> List.of(now.budget())), BudgetItem::of);
    }

    private static boolean isOf(BudgetNow now, String department) {
        return now.entry().getDepartment().equals(department);
    }
}
