package io.quaestor.kernel;

import java.util.Comparator;
import java.util.Optional;

/**
 * Where a call goes: a provider and that provider's own model id (such as {@code
 * anthropic.claude-3-haiku-20240307-v1:0}).
 *
 * <p>Invariant: the model id is 1 to {@value #MODEL_CHARS_MAX} characters without blanks or control
 * characters.
 */
public record Route(ProviderName provider, String model) implements Comparable<Route> {

    /** The longest model id known is a Bedrock ARN, which AWS bounds at 2048 characters. */
    public static final int MODEL_CHARS_MAX = 2048;

    private static final Comparator<Route> ORDER =
            Comparator.comparing(Route::provider).thenComparing(Route::model);

    /**
     * @throws IllegalArgumentException when {@link #problemInModel} finds one
     */
    public Route {
        problemInModel(model)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException(problem);
                        });
    }

    public static Route of(String provider, String model) {
        return new Route(new ProviderName(provider), model);
    }

    /** Why the text is no model id, for validators that list every problem. */
    public static Optional<String> problemInModel(String model) {
        boolean legal =
                !model.isEmpty()
                        && model.length() <= MODEL_CHARS_MAX
                        && model.chars()
                                .noneMatch(
                                        c -> Character.isISOControl(c) || Character.isSpaceChar(c));
        return legal
                ? Optional.empty()
                : Optional.of(
                        "model id must be 1 to %d characters without blanks: %s"
                                .formatted(MODEL_CHARS_MAX, Quoted.text(model)));
    }

    @Override
    public int compareTo(Route other) {
        return ORDER.compare(this, other);
    }

    /** For messages, as catalogues write it: {@code model@provider}. */
    @Override
    public String toString() {
        return model + "@" + provider;
    }
}
