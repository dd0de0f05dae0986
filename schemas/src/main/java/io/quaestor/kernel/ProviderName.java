package io.quaestor.kernel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a provider: one queue, wire protocol, base URL, region and credential.
 *
 * <p>Invariant: {@code [a-z][a-z0-9-]{0,62}} and not reserved, because a provider's queue is the
 * topic {@code llm.jobs.<name>} and must not be one of ours. No dots or underscores: Kafka's metric
 * names would confuse them.
 */
public record ProviderName(String name) implements Comparable<ProviderName> {

    /** Names whose topics belong to the broker's own stages. */
    public static final Set<String> RESERVED =
            Set.of("accepted", "returned", "control", "ended", "journal");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /**
     * @throws IllegalArgumentException when {@link #problemIn} finds one
     */
    public ProviderName {
        problemIn(name)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException(problem);
                        });
    }

    /** Why the text is no provider name, for validators that list every problem. */
    public static Optional<String> problemIn(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("provider name must match " + NAME + ": " + Quoted.text(name));
        }
        return RESERVED.contains(name)
                ? Optional.of("provider name is reserved: " + name)
                : Optional.empty();
    }

    @Override
    public int compareTo(ProviderName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
