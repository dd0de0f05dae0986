package io.quaestor.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code of a department: who pays, and whose request ids are one name space.
 *
 * <p>Invariant: {@code [a-z][a-z0-9-]{0,62}}, so a code is a safe part of keys, metric labels and
 * DNS names (63 characters), and never contains the zero byte that separates it in a {@link JobId}.
 */
public record Department(String code) implements Comparable<Department> {

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /**
     * @throws IllegalArgumentException when {@link #problemIn} finds one
     */
    public Department {
        problemIn(code)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException(problem);
                        });
    }

    /** Why the text is no department code, for validators that list every problem. */
    public static Optional<String> problemIn(String code) {
        return CODE.matcher(code).matches()
                ? Optional.empty()
                : Optional.of("department code must match " + CODE + ": " + Quoted.text(code));
    }

    @Override
    public int compareTo(Department other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
