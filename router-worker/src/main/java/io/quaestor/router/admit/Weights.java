package io.quaestor.router.admit;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.UserEntry;
import java.util.Optional;

/** How much of a contended provider departments and users get, in proportion to each other. */
interface Weights {
    /** Of a department among those of its lane, at least 1. */
    int of(String department);

    /** Of a user among those of the department, at least 1. */
    int of(String department, String user);

    /** As the catalogue says; 1 for whom it does not name. */
    static Weights of(CatalogSnapshot catalog) {
        return new Weights() {
            @Override
            public int of(String department) {
                return catalog.department(department)
                        .map(DepartmentEntry::getWeight)
                        .filter(weight -> weight > 0)
                        .orElse(1);
            }

            @Override
            public int of(String department, String user) {
                return Optional.ofNullable(catalog.users().get(user))
                        .filter(entry -> entry.getDepartment().equals(department))
                        .map(UserEntry::getWeight)
                        .filter(weight -> weight > 0)
                        .orElse(1);
            }
        };
    }
}
