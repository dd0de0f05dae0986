package io.quaestor.cli.catalog;

import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.BudgetPolicy;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.WindowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code budgets}: limits on what a department, or a part of it, spends in a calendar window. */
final class BudgetSection implements Section {
    private static final List<Integer> USUAL_WARNINGS = List.of(50, 80, 100);

    /** A budget is on one of these within its department, or on all of it. */
    private static final Map<String, SpendLevel> LEVELS =
            Map.of(
                    "user", SpendLevel.USER,
                    "model", SpendLevel.MODEL,
                    "use-case", SpendLevel.USE_CASE);

    private final Draft draft;

    BudgetSection(Draft draft) {
        this.draft = draft;
    }

    private record Target(SpendLevel level, String name) {}

    @Override
    public void read(String name, Fields fields) {
        Names.problemInBudget(name).ifPresent(problem -> fields.entryProblem(problem));
        var department = fields.text("department");
        if (!department.isEmpty() && !draft.departments.containsKey(department)) {
            fields.problem("department", "unknown department " + department);
        }
        var target = target(department, fields);
        draft.budgets.put(
                name,
                BudgetEntry.newBuilder()
                        .setDepartment(department)
                        .setLevel(target.level())
                        .setName(target.name())
                        .setWindow(
                                fields.parsed("window", BudgetSection::window, WindowType.UNKNOWN))
                        .setMode(fields.parsed("mode", BudgetSection::mode, BudgetMode.UNKNOWN))
                        .setLimitNanoUsd(fields.amount("limit-usd", BudgetSection::amount, 0L))
                        .setWarn(warnings(fields))
                        // Set when the limit is published.
                        .setLimitVersion(0)
                        .build());
    }

    private Target target(String department, Fields fields) {
        var targets = new ArrayList<Target>();
        for (var field : List.of("user", "model", "use-case")) {
            if (fields.has(field)) {
                targets.add(
                        new Target(
                                LEVELS.getOrDefault(field, SpendLevel.UNKNOWN),
                                fields.text(field)));
            } else {
                fields.text(field, "");
            }
        }
        if (targets.size() > 1) {
            fields.entryProblem("a budget is on one of user, model and use-case");
        }
        var target =
                targets.isEmpty()
                        ? new Target(SpendLevel.DEPARTMENT, department)
                        : targets.getFirst();
        checkName(target, department, fields);
        return target;
    }

    private void checkName(Target target, String department, Fields fields) {
        switch (target.level()) {
            case MODEL -> {
                var owner = draft.departments.get(department);
                if (owner != null && !owner.getModels().contains(target.name())) {
                    fields.problem(
                            "model",
                            "%s is no alias of department %s".formatted(target.name(), department));
                }
            }
            case USER -> {
                boolean listed =
                        draft.users.values().stream()
                                .anyMatch(user -> user.getDepartment().equals(department));
                var user = draft.users.get(target.name());
                if (listed && (user == null || !user.getDepartment().equals(department))) {
                    fields.problem(
                            "user",
                            "%s is no user of department %s".formatted(target.name(), department));
                }
            }
            case USE_CASE ->
                    Names.problemInUser(target.name())
                            .ifPresent(problem -> fields.problem("use-case", problem));
            case DEPARTMENT, ORGANISATION, UNKNOWN -> {}
        }
    }

    private static WindowType window(String text) {
        return WindowKind.named(text)
                .map(kind -> WindowType.valueOf(kind.name()))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be hour, day or month, not " + text));
    }

    private static BudgetMode mode(String text) {
        return switch (text) {
            case "warn" -> BudgetMode.WARN;
            case "stop" -> BudgetMode.STOP;
            case "hard" ->
                    throw new IllegalArgumentException(
                            "hard budgets are not available yet: use stop or warn");
            default -> throw new IllegalArgumentException("must be stop or warn, not " + text);
        };
    }

    private static long amount(String text) {
        var limit = Money.parseUsd(text);
        if (limit.isNegative()) {
            throw new IllegalArgumentException("must not be negative: " + text);
        }
        return limit.nanoUsd();
    }

    private static List<Integer> warnings(Fields fields) {
        if (!fields.has("warn")) {
            fields.node("warn");
            return USUAL_WARNINGS;
        }
        var percents = new ArrayList<Integer>();
        for (var percent : fields.texts("warn")) {
            try {
                percents.add(Integer.parseInt(percent.text()));
            } catch (NumberFormatException e) {
                fields.problem(
                        percent.line(), "warn", "must list whole percents, not " + percent.text());
            }
        }
        try {
            new BudgetPolicy(Money.ZERO, percents, io.quaestor.kernel.BudgetMode.WARN);
        } catch (IllegalArgumentException e) {
            fields.problem("warn", String.valueOf(e.getMessage()));
        }
        return List.copyOf(percents);
    }
}
