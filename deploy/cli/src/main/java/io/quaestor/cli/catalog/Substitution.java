package io.quaestor.cli.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the environment's values in the place of {@code ${NAME}}. It works on values that YAML has
 * parsed, so that no value can add a field.
 */
final class Substitution {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;

    Substitution(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** A text with its variables filled in, or why that is not possible. */
    sealed interface Outcome {}

    record Text(String text) implements Outcome {}

    record Missing(List<String> reasons) implements Outcome {}

    Outcome apply(String text) {
        var reasons = new ArrayList<String>();
        var filled = VARIABLE.matcher(text).replaceAll(match -> value(match.group(1), reasons));
        return reasons.isEmpty() ? new Text(filled) : new Missing(List.copyOf(reasons));
    }

    private String value(String name, List<String> reasons) {
        if (!NAME.matcher(name).matches()) {
            reasons.add("${" + name + "} is no name of an environment variable");
        } else if (!environment.containsKey(name)) {
            reasons.add("environment variable " + name + " is not set");
        }
        return Matcher.quoteReplacement(environment.getOrDefault(name, ""));
    }
}
