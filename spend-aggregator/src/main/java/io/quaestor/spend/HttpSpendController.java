package io.quaestor.spend;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.quaestor.event.Charge;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.WindowKind;
import io.quaestor.service.http.Page;
import io.quaestor.service.http.Query;
import io.quaestor.service.page.Cursor;
import io.quaestor.service.page.Paging;
import io.quaestor.spend.page.ChargeItem;
import io.quaestor.spend.page.ChargePage;
import io.quaestor.spend.page.SpendItem;
import io.quaestor.spend.page.SpendPage;
import io.quaestor.spend.view.Charges;
import io.quaestor.spend.view.Place;
import io.quaestor.spend.view.Shelf;
import io.quaestor.spend.view.SpendRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/spend}: what was spent, by whom and on what. */
@Controller("/v1/spend")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HttpSpendController {
    static final List<String> LEVELS = List.of("department", "user", "model", "use-case");
    static final List<String> KINDS = List.of("hour", "day", "month");

    private final KafkaSpendView view;

    HttpSpendController(KafkaSpendView view) {
        this.view = view;
    }

    /**
     * Totals by name and calendar window, newest window first.
     *
     * @param level whose totals: department (default), user, model or use-case
     * @param window kind of window: hour, day or month (default)
     * @param department only of this department
     * @param name only of this user, model or use case
     * @param from only windows that end after this instant
     * @param to only windows that begin before this instant
     * @param limit most items, 1 to 500 (50)
     * @param cursor the next of an earlier answer
     */
    @Get
    SpendPage spend(
            HttpRequest<?> request,
            @QueryValue @Nullable String level,
            @QueryValue @Nullable String window,
            @QueryValue @Nullable String department,
            @QueryValue @Nullable String name,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Query.knowsOnly(
                request, "level", "window", "department", "name", "from", "to", "limit", "cursor");
        var asked = Query.oneOf("level", level, LEVELS, BudgetLevel::named);
        var kind = Query.oneOf("window", window, KINDS, WindowKind::named);
        var start = Query.instant("from", from);
        var end = Query.instant("to", to);
        var of = asked.orElse(BudgetLevel.DEPARTMENT);
        var paging = Page.paging("spend", Place.PARTS, limit, cursor);
        var shelf = shelf(of, kind.orElse(WindowKind.MONTH));
        Predicate<Map.Entry<Place, SpendRow>> wanted =
                row ->
                        isOrAny(department, row.getKey().department())
                                && isOrAny(name, row.getKey().name())
                                && start.filter(at -> !row.getValue().window().end().isAfter(at))
                                        .isEmpty()
                                && end.filter(at -> !row.getKey().start().isBefore(at)).isEmpty();
        var rows = rows(shelf, paging, wanted);
        var slice = paging.slice(rows, row -> row.getKey().position());
        return new SpendPage(
                slice.items().stream()
                        .map(row -> SpendItem.of(of, row.getKey(), row.getValue()))
                        .toList(),
                slice.next().map(Cursor::encoded).orElse(null),
                SpendPage.since(shelf.completeSince()));
    }

    private Shelf<SpendRow> shelf(BudgetLevel level, WindowKind kind) {
        return level == BudgetLevel.DEPARTMENT
                ? CaughtUp.orLater(view.standings()).totals().of(level, kind)
                : CaughtUp.orLater(view.charges()).rows().of(level, kind);
    }

    /**
     * The newest line items; {@code llm.spend.charges} keeps all of them.
     *
     * @param department only of this department
     * @param user only of this user
     * @param model only of this alias
     * @param useCase only of this use case
     * @param job only of this job id
     * @param from only charged at or after this instant
     * @param to only charged before this instant
     * @param limit most items, 1 to 500 (50)
     * @param cursor the next of an earlier answer
     */
    @Get("/charges")
    ChargePage charges(
            HttpRequest<?> request,
            @QueryValue @Nullable String department,
            @QueryValue @Nullable String user,
            @QueryValue @Nullable String model,
            @QueryValue("use-case") @Nullable String useCase,
            @QueryValue @Nullable String job,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Query.knowsOnly(
                request,
                "department",
                "user",
                "model",
                "use-case",
                "job",
                "from",
                "to",
                "limit",
                "cursor");
        var start = Query.instant("from", from).orElse(Instant.MIN);
        var end = Query.instant("to", to).orElse(Instant.MAX);
        var paging = Page.paging("charges", Place.PARTS, limit, cursor);
        Predicate<Charge> wanted =
                charge ->
                        isOrAny(department, charge.getDepartment())
                                && isOrAny(user, charge.getUser())
                                && isOrAny(model, charge.getModel())
                                && isOrAny(useCase, charge.getUseCase())
                                && isOrAny(job, charge.getJobId())
                                && !charge.getChargedAt().isBefore(start)
                                && charge.getChargedAt().isBefore(end);
        var shelf = CaughtUp.orLater(view.charges()).newest();
        var rows =
                behind(shelf, paging)
                        .map(row -> row.getValue().get())
                        .filter(wanted)
                        .limit(paging.limit() + 1L)
                        .toList();
        var slice = paging.slice(rows, charge -> Charges.place(charge).position());
        return new ChargePage(
                slice.items().stream().map(ChargeItem::of).toList(),
                slice.next().map(Cursor::encoded).orElse(null),
                SpendPage.since(shelf.completeSince()));
    }

    private static <V> List<Map.Entry<Place, V>> rows(
            Shelf<V> shelf, Paging paging, Predicate<Map.Entry<Place, V>> wanted) {
        return behind(shelf, paging).filter(wanted).limit(paging.limit() + 1L).toList();
    }

    private static <V> Stream<Map.Entry<Place, V>> behind(Shelf<V> shelf, Paging paging) {
        return shelf.after(paging.after().flatMap(Place::of));
    }

    private static boolean isOrAny(@Nullable String asked, String is) {
        return asked == null || asked.equals(is);
    }
}
