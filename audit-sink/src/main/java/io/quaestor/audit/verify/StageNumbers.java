package io.quaestor.audit.verify;

import io.quaestor.audit.verify.EventView.StageNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The contiguous numbers of the writing stages. One stage's events lie in many chains, so that gaps
 * show only when all are read.
 */
final class StageNumbers {

    /** A catalogue version numbers all events that belong to it; other numbers are of one event. */
    private static final String SHARED = "CATALOG_VERSION";

    /** Numbers that no chain has, before one that a chain has. */
    record Missing(StageNumber next, NumberSet.Gap gap) {}

    private record Source(String scope, String name) {}

    private final Map<Source, NumberSet> seen = new HashMap<>();

    /** False when the number may not occur again and does. */
    boolean add(StageNumber at) {
        boolean fresh =
                seen.computeIfAbsent(new Source(at.scope(), at.source()), _ -> new NumberSet())
                        .add(at.number());
        return fresh || at.scope().equals(SHARED);
    }

    /** At most {@value ChainVerification#MAX_PROBLEMS} of each source. */
    List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        seen.forEach(
                (source, numbers) ->
                        numbers.gaps(ChainVerification.MAX_PROBLEMS)
                                .forEach(gap -> missing.add(missing(source, gap))));
        return missing;
    }

    private static Missing missing(Source source, NumberSet.Gap gap) {
        return new Missing(new StageNumber(source.scope(), source.name(), gap.last() + 1), gap);
    }
}
