package io.quaestor.audit.search;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A search as SQL: only what is asked for stands in it, every value is a parameter. */
final class SearchQuery {

    /** Left, so that an entry whose schema was taken away is shown too. */
    private static final String SELECT =
            """
            SELECT e.lane, e.sequence, e.previous, e.leaf, e.schema_sha256, coalesce(s.full_schema, ''), e.body,
              e.kafka_offset, e.chained_at, e.event_kind, e.event_id, e.event_at, e.subject, e.department
            FROM chain_entry e LEFT JOIN chain_schema s ON s.sha256 = e.schema_sha256
            WHERE true""";

    private final StringBuilder text = new StringBuilder(SELECT);
    private final List<Object> values = new ArrayList<>();

    private SearchQuery() {}

    static SearchQuery of(AuditSearch search) {
        var query = new SearchQuery();
        search.subject().ifPresent(subject -> query.and("e.subject = ?", subject));
        search.department().ifPresent(code -> query.and("e.department = ?", code));
        search.kind().ifPresent(kind -> query.and("e.event_kind = ?", kind));
        search.lane().ifPresent(lane -> query.and("e.lane = ?", lane));
        search.from().ifPresent(from -> query.and("e.event_at >= ?", from));
        search.to().ifPresent(to -> query.and("e.event_at < ?", to));
        search.firstSequence().ifPresent(first -> query.and("e.sequence >= ?", first));
        search.lastSequence().ifPresent(last -> query.and("e.sequence <= ?", last));
        query.order(search);
        return query;
    }

    private void order(AuditSearch search) {
        search.after()
                .ifPresent(
                        at ->
                                and(
                                        "(e.lane, e.sequence) "
                                                + (search.newestFirst() ? "<" : ">")
                                                + " (?, ?)",
                                        at.lane(),
                                        at.sequence()));
        text.append(
                search.newestFirst()
                        ? " ORDER BY e.lane DESC, e.sequence DESC LIMIT ?"
                        : " ORDER BY e.lane, e.sequence LIMIT ?");
        values.add(search.count());
    }

    private void and(String condition, Object... parameters) {
        text.append(" AND ").append(condition);
        values.addAll(List.of(parameters));
    }

    String text() {
        return text.toString();
    }

    void setValues(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            statement.setObject(
                    i + 1,
                    value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
    }
}
