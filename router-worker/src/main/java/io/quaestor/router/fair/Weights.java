package io.quaestor.router.fair;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.UserEntry;
import java.util.Collection;
import java.util.Optional;

/** How much of a contended provider departments and users get, in proportion to each other. */
public interface Weights {
    /** Of a department among all that wait for the same provider, at least 1. */
    int of(String department);

    /** Of a user among those of the department, at least 1. */
    int of(String department, String user);

    /** Of departments together: 0 when there is none. */
    default int sum(Collection<String> departments) {
        return departments.stream().mapToInt(this::of).sum();
    }

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
