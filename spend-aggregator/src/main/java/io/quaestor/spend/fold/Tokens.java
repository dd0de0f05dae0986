package io.quaestor.spend.fold;

import io.quaestor.event.Usage;
import org.jspecify.annotations.Nullable;

/** Token counts added up over calls; input includes cached tokens, output includes reasoning. */
public record Tokens(long input, long cachedInput, long cacheWrite, long output, long reasoning) {

    static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

    static Tokens of(@Nullable Usage usage) {
        return usage == null
                ? NONE
                : new Tokens(
                        usage.getInput(),
                        usage.getCachedInput(),
                        usage.getCacheWrite(),
                        usage.getOutput(),
                        usage.getReasoning());
    }

    /**
     * @throws ArithmeticException when a count leaves the range
     */
    Tokens plus(Tokens other) {
        if (other.equals(NONE)) {
            return this;
        }
        return new Tokens(
                Math.addExact(input, other.input),
                Math.addExact(cachedInput, other.cachedInput),
                Math.addExact(cacheWrite, other.cacheWrite),
                Math.addExact(output, other.output),
                Math.addExact(reasoning, other.reasoning));
    }

    public Usage toUsage() {
        return new Usage(input, cachedInput, cacheWrite, output, reasoning);
    }
}
