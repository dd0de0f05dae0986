package io.quaestor.audit.search;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.quaestor.audit.search.AuditSearch.Position;
import io.quaestor.service.http.Page;
import io.quaestor.service.http.Query;
import io.quaestor.service.page.Paging;
import io.quaestor.wire.Topics;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code /v1/audit}: the log as PostgreSQL has it. */
@Controller("/v1/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HttpAuditController {
    private static final String OLDEST_FIRST = "oldest-first";
    private static final String NEWEST_FIRST = "newest-first";

    private final PostgresAuditLog log;
    private final StoredSchemas schemas = new StoredSchemas();

    HttpAuditController(@Named("search") DataSource source) {
        this.log = new PostgresAuditLog(source);
    }

    /**
     * Searches entries, in order of lane and sequence.
     *
     * @param job only of this job id (or of another subject, such as budget:legal-day)
     * @param department only of this department
     * @param type only events of this kind, by record name, such as JobFinished
     * @param lane only of this lane, 0 to 31
     * @param from only events at or after this instant
     * @param to only events before this instant
     * @param first only entries from this sequence on
     * @param last only entries up to this sequence
     * @param order oldest-first (default), or newest-first: descending in lane and sequence
     * @param limit most items, 1 to 500 (50)
     * @param cursor the next of an earlier answer, with the same order
     */
    @Get
    Page<EntryItem> search(
            HttpRequest<?> request,
            @QueryValue @Nullable String job,
            @QueryValue @Nullable String department,
            @QueryValue @Nullable String type,
            @QueryValue @Nullable String lane,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String first,
            @QueryValue @Nullable String last,
            @QueryValue @Nullable String order,
            @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Query.knowsOnly(
                request,
                "job",
                "department",
                "type",
                "lane",
                "from",
                "to",
                "first",
                "last",
                "order",
                "limit",
                "cursor");
        var inOrder =
                Query.oneOf("order", order, List.of(OLDEST_FIRST, NEWEST_FIRST), Optional::of)
                        .orElse(OLDEST_FIRST);
        var paging = Page.paging("audit-" + inOrder, 2, limit, cursor);
        var search =
                new AuditSearch(
                        Query.text("job", job),
                        Query.text("department", department),
                        Query.text("type", type),
                        lane(lane),
                        Query.instant("from", from),
                        Query.instant("to", to),
                        Query.number("first", first, 0, Long.MAX_VALUE),
                        Query.number("last", last, 0, Long.MAX_VALUE),
                        inOrder.equals(NEWEST_FIRST),
                        after(paging),
                        paging.limit() + 1);
        var slice = paging.slice(found(search), HttpAuditController::position);
        return Page.of(slice, entry -> EntryItem.of(entry, schemas.decoded(entry)));
    }

    /** Where each chain ends, by lane. */
    @Get("/heads")
    Page<HeadItem> heads(HttpRequest<?> request) {
        Query.knowsOnly(request);
        try {
            return new Page<>(log.heads().stream().map(HeadItem::of).toList(), null);
        } catch (SQLException failure) {
            throw DatabaseProblem.of(failure);
        }
    }

    private List<FoundEntry> found(AuditSearch search) {
        try {
            return log.find(search);
        } catch (SQLException failure) {
            throw DatabaseProblem.of(failure);
        }
    }

    private static OptionalInt lane(@Nullable String lane) {
        return Query.number("lane", lane, 0, Topics.LANES - 1L)
                .map(number -> OptionalInt.of(number.intValue()))
                .orElse(OptionalInt.empty());
    }

    private static Optional<Position> after(Paging paging) {
        var lane = paging.after().map(at -> at.get(0)).orElse(null);
        var sequence = paging.after().map(at -> at.get(1)).orElse(null);
        return Query.number("cursor", lane, 0, Integer.MAX_VALUE)
                .flatMap(
                        of ->
                                Query.number("cursor", sequence, 0, Long.MAX_VALUE)
                                        .map(at -> new Position(of.intValue(), at)));
    }

    private static List<String> position(FoundEntry entry) {
        var at = entry.position();
        return List.of(Integer.toString(at.lane()), Long.toString(at.sequence()));
    }
}
