package io.quaestor.simulator.script;

import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * An instruction written into a prompt, such as {@code [[sim:error=500,first=1]]}.
 *
 * @param first only the first so many calls with this content
 * @param model only for models that match this glob
 */
record Marker(Effect effect, Optional<Integer> first, Optional<String> model) {

    /** What a marker does. */
    sealed interface Effect {}

    record Behave(Behaviour behaviour) implements Effect {}

    record Take(Duration latency) implements Effect {}

    record Use(TokenUsage usage) implements Effect {}

    boolean applies(String calledModel, int occurrence) {
        return first.map(n -> occurrence <= n).orElse(true)
                && model.map(glob -> Match.matches(glob, calledModel)).orElse(true);
    }
}
