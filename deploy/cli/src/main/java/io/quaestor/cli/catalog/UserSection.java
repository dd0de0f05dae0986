package io.quaestor.cli.catalog;

import io.quaestor.event.UserEntry;

/** {@code users}: a department that lists any takes jobs of the listed ones only. */
final class UserSection implements Section {
    private static final int WEIGHT_MAX = 1_000;

    private final Draft draft;

    UserSection(Draft draft) {
        this.draft = draft;
    }

    @Override
    public void read(String name, Fields fields) {
        Names.problemInUser(name).ifPresent(problem -> fields.entryProblem(problem));
        var department = fields.text("department");
        if (!department.isEmpty() && !draft.departments.containsKey(department)) {
            fields.problem("department", "unknown department " + department);
        }
        draft.users.put(
                name,
                UserEntry.newBuilder()
                        .setDepartment(department)
                        .setEnabled(fields.flag("enabled", true))
                        .setWeight((int) fields.whole("weight", 1, 1, WEIGHT_MAX))
                        .build());
    }
}
