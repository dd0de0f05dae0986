package io.quaestor.router.shape;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one compilation or validation may take. A schema is written by anyone: references can double
 * at every level, a pattern can backtrack for ever, and neither can be interrupted from outside. So
 * each step asks here whether it may go on.
 *
 * <p>Not thread-safe; of one thread and one task.
 */
final class Effort {
    /** An honest answer takes a few milliseconds, also on a busy machine. */
    static final Duration MOST = Duration.ofSeconds(1);

    /** Keywords inside keywords; an answer and its schema nest a tenth of that. */
    static final int MAX_DEPTH = 2_000;

    /** Reading the clock costs as much as a step. */
    private static final int STEPS_BETWEEN_LOOKS = 64;

    /** A character of a pattern's work is much less than a keyword's. */
    private static final int CHARACTERS_A_STEP = 32;

    /** Errors gathered and not reported: a thousand missing fields of a thousand objects. */
    private static final int MAX_ERRORS = 10_000;

    /** It took too long, went too deep, or found too much. Without a stack trace: an outcome. */
    static final class ExceededException extends RuntimeException {
        ExceededException(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private final LongSupplier nanoTime;
    private final long endsAt;
    private int steps;
    private int characters;
    private int depth;
    private int errors;

    Effort(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endsAt = nanoTime.getAsLong() + MOST.toNanos();
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new ExceededException("it nests too deep");
        }
        step();
    }

    void leave() {
        depth--;
    }

    void character() {
        if (++characters % CHARACTERS_A_STEP == 0) {
            step();
        }
    }

    void error() {
        if (++errors > MAX_ERRORS) {
            throw new ExceededException("there is too much wrong with it");
        }
    }

    private void step() {
        if (++steps % STEPS_BETWEEN_LOOKS == 0 && nanoTime.getAsLong() - endsAt > 0) {
            throw new ExceededException("it takes longer than " + MOST.toMillis() + " ms");
        }
    }
}
