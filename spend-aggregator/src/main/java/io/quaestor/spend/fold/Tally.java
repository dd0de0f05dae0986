package io.quaestor.spend.fold;

/**
 * What one key counts, and equally what one event adds to it; money in nano-USD, every field may be
 * negative in a change.
 *
 * @param held reserved for dispatches under way
 * @param settled charged, estimates included
 * @param estimated the part of {@code settled} that is an estimate
 * @param simulated the part of {@code settled} that stand-ins answered
 */
public record Tally(
        long held,
        long settled,
        long estimated,
        long simulated,
        long attempts,
        long unknownOutcomes,
        long unpricedAttempts,
        Tokens tokens) {

    static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0, 0, Tokens.NONE);

    /** A hold opens. */
    static Tally hold(long bound) {
        return new Tally(bound, 0, 0, 0, 0, 0, 0, Tokens.NONE);
    }

    /** A hold ends without money spent. */
    static Tally release(long bound) {
        return hold(Math.negateExact(bound));
    }

    /** A call that cost nothing was made under a hold that goes on. */
    static Tally unbilled() {
        return new Tally(0, 0, 0, 0, 1, 0, 0, Tokens.NONE);
    }

    /**
     * @throws ArithmeticException when a field leaves the range
     */
    Tally plus(Tally other) {
        return new Tally(
                Math.addExact(held, other.held),
                Math.addExact(settled, other.settled),
                Math.addExact(estimated, other.estimated),
                Math.addExact(simulated, other.simulated),
                Math.addExact(attempts, other.attempts),
                Math.addExact(unknownOutcomes, other.unknownOutcomes),
                Math.addExact(unpricedAttempts, other.unpricedAttempts),
                tokens.plus(other.tokens));
    }
}
