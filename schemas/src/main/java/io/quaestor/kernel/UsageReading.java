package io.quaestor.kernel;

import java.util.List;

/**
 * What a provider's reported token counts mean, decided without clamping anything.
 *
 * <p>Providers differ in whether a total includes its parts; an adapter brings the counts into the
 * inclusive form of {@link TokenUsage} as its protocol is documented. Servers that only imitate a
 * protocol sometimes do not keep to it. Then parts exceed their total, so the total cannot include
 * them, and it is read as excluding them: every reported number is charged once, at its own meter,
 * and none is lost. Such a reading is {@link Widened} and names each oddity, for journal and alert.
 * Counts that cannot be a usage at all are {@link Unusable}: the attempt is settled like one
 * without usage (UNKNOWN, charged its bound as an estimate), never as zero.
 */
public sealed interface UsageReading {

    /** The counts agree with each other and are taken as they are. */
    record Consistent(TokenUsage usage) implements UsageReading {}

    /** A total was smaller than its parts and was read as excluding them. */
    record Widened(TokenUsage usage, List<Oddity> oddities) implements UsageReading {
        public Widened {
            oddities = List.copyOf(oddities);
            if (oddities.isEmpty()) {
                throw new IllegalArgumentException("a widened reading names its oddities");
            }
        }
    }

    /** The counts are no usage; {@code reason} says why, with the counts. */
    record Unusable(String reason) implements UsageReading {}

    /** What was inconsistent in the reported counts. */
    enum Oddity {
        CACHE_EXCEEDS_INPUT,
        REASONING_EXCEEDS_OUTPUT
    }

    /** Reads counts that an adapter has brought into inclusive form; absent parts are 0. */
    static UsageReading of(
            long input, long cachedInput, long cacheWrite, long output, long reasoning) {
        if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0 || reasoning < 0) {
            return unusable("negative", input, cachedInput, cacheWrite, output, reasoning);
        }
        try {
            return read(input, cachedInput, cacheWrite, output, reasoning);
        } catch (ArithmeticException _) {
            return unusable("too large", input, cachedInput, cacheWrite, output, reasoning);
        }
    }

    private static UsageReading read(
            long input, long cachedInput, long cacheWrite, long output, long reasoning) {
        long cache = Math.addExact(cachedInput, cacheWrite);
        boolean oddInput = cache > input;
        boolean oddOutput = reasoning > output;
        TokenUsage usage =
                new TokenUsage(
                        oddInput ? Math.addExact(input, cache) : input,
                        cachedInput,
                        cacheWrite,
                        oddOutput ? Math.addExact(output, reasoning) : output,
                        reasoning);
        Math.addExact(usage.input(), usage.output());
        if (oddInput && oddOutput) {
            return new Widened(
                    usage, List.of(Oddity.CACHE_EXCEEDS_INPUT, Oddity.REASONING_EXCEEDS_OUTPUT));
        }
        if (oddInput) {
            return new Widened(usage, List.of(Oddity.CACHE_EXCEEDS_INPUT));
        }
        return oddOutput
                ? new Widened(usage, List.of(Oddity.REASONING_EXCEEDS_OUTPUT))
                : new Consistent(usage);
    }

    private static Unusable unusable(
            String what,
            long input,
            long cachedInput,
            long cacheWrite,
            long output,
            long reasoning) {
        return new Unusable(
                "%s token counts: input %d, cached %d, cache write %d, output %d, reasoning %d"
                        .formatted(what, input, cachedInput, cacheWrite, output, reasoning));
    }
}
