package io.quaestor.audit.verify;

import java.util.List;
import java.util.Optional;

/**
 * What was found in one chain.
 *
 * @param entries entries read
 * @param unreadable entries that hold a journal record nobody could read when it was chained; they
 *     are intact
 * @param problems in the order of the chain, at most {@value #MAX_PROBLEMS}
 */
public record ChainVerification(int lane, long entries, long unreadable, List<Problem> problems) {

    /** A chain that was rewritten is broken everywhere; nobody reads more than this. */
    static final int MAX_PROBLEMS = 20;

    public ChainVerification {
        problems = List.copyOf(problems);
    }

    public Optional<Problem> firstProblem() {
        return problems.stream().findFirst();
    }
}
