package io.quaestor.cli.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of names that the kernel has no type for. They end up in keys, metrics and logs. */
final class Names {
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern BUDGET = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}|%]{1,256}");

    static Optional<String> problemInAlias(String name) {
        return problem("alias", ALIAS, name);
    }

    /** The part of a model's name before the {@code @}. */
    static Optional<String> problemInModel(String name) {
        return problem("model name", ALIAS, name);
    }

    static Optional<String> problemInBudget(String name) {
        return problem("budget name", BUDGET, name);
    }

    static Optional<String> problemInRegion(String name) {
        return problem("region", REGION, name);
    }

    static Optional<String> problemInUser(String name) {
        return problem("user", USER, name);
    }

    private static Optional<String> problem(String what, Pattern form, String name) {
        return form.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(what + " must match " + form + ": " + name);
    }

    private Names() {}
}
