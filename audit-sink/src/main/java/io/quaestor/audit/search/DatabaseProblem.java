package io.quaestor.audit.search;

import io.quaestor.service.http.Problem;
import io.quaestor.service.http.ProblemException;
import io.quaestor.service.http.ProblemKind;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;

/** What a failed statement means for whoever asked. */
final class DatabaseProblem {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** {@code query_canceled}: the statement took longer than the data source allows. */
    private static final String TOO_LONG = "57014";

    /** {@code undefined_table}: a sink that may create tables has not come so far yet. */
    private static final String NO_TABLES = "42P01";

    /** Classes of SQLSTATE: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    static RuntimeException of(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.equals(TOO_LONG)) {
            return new ProblemException(
                    Problem.of(ProblemKind.REFUSED, "The search takes too long.")
                            .code("SEARCH_TOO_WIDE")
                            .fix("Name a job or a department with from and to, or a lane."));
        }
        boolean away =
                failure instanceof SQLTransientException
                        || state.equals(NO_TABLES)
                        || AWAY.contains(state.substring(0, Math.min(2, state.length())));
        return away ? away() : new IllegalStateException("a search failed", failure);
    }

    private static ProblemException away() {
        return ProblemException.retryAfter(
                RETRY,
                Problem.of(ProblemKind.NOT_READY, "The database does not answer.")
                        .code("DATABASE_AWAY"));
    }

    private DatabaseProblem() {}
}
