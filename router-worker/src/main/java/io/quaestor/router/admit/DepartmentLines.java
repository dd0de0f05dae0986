package io.quaestor.router.admit;

import io.quaestor.router.fair.FairTurns;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines of one department, one for each choice of ways, and the turns of its users, which hold
 * in all of them. Pure; not thread-safe.
 */
final class DepartmentLines {
    private final String department;
    private final Map<Ways, Line> lines = new LinkedHashMap<>();
    private final FairTurns<String> users = new FairTurns<>();

    DepartmentLines(String department) {
        this.department = department;
    }

    Line line(Ways ways) {
        return lines.computeIfAbsent(ways, _ -> new Line(department, ways, users));
    }

    Collection<Line> all() {
        return lines.values();
    }

    void drop(Line line) {
        lines.remove(line.ways());
    }

    /** A job of the user went. */
    void hadTurn(String user, int weight) {
        users.took(user, weight);
        lines.values().forEach(line -> line.hadTurn(user));
    }

    boolean wants(String provider) {
        return lines.keySet().stream().anyMatch(ways -> ways.leadTo(provider));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }
}
