package io.quaestor.audit.verify;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found in the whole log.
 *
 * @param chains one for each chain, in the order of lanes
 * @param acrossChains numbers of a writing stage that are in no chain, each named at the entry
 *     after the gap
 */
public record Verification(List<ChainVerification> chains, List<Problem> acrossChains) {

    public Verification {
        chains = List.copyOf(chains);
        acrossChains = List.copyOf(acrossChains);
    }

    public boolean ok() {
        return acrossChains.isEmpty()
                && chains.stream().allMatch(chain -> chain.problems().isEmpty());
    }

    public long entries() {
        return chains.stream().mapToLong(ChainVerification::entries).sum();
    }

    public long unreadable() {
        return chains.stream().mapToLong(ChainVerification::unreadable).sum();
    }

    /** The first problem of each chain that has one, then what is missing across chains. */
    public List<Problem> problems() {
        Stream<Problem> first = chains.stream().flatMap(chain -> chain.firstProblem().stream());
        return Stream.concat(first, acrossChains.stream()).toList();
    }
}
