package io.quaestor.audit.verify;

import io.quaestor.audit.verify.EventView.StageNumber;
import io.quaestor.audit.verify.Problem.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the entries that come after missing numbers of a stage, to give each gap a place. */
final class GapSearch {

    private final Map<StageNumber, NumberSet.Gap> gapsByNext = new HashMap<>();
    private final SchemaShelf schemas;
    private final Instant settled;
    private final List<Problem> found = new ArrayList<>();

    /**
     * @param settled what was chained later may still be waiting for its neighbours
     */
    GapSearch(List<StageNumbers.Missing> missing, SchemaShelf schemas, Instant settled) {
        missing.forEach(gap -> gapsByNext.put(gap.next(), gap.gap()));
        this.schemas = schemas;
        this.settled = settled;
    }

    void entry(StoredEntry entry) {
        if (!entry.chainedAt().isAfter(settled)) {
            // What is wrong with the body itself has been found before.
            new BodyCheck(schemas, new Findings(entry.lane()))
                    .read(entry)
                    .map(EventView::of)
                    .flatMap(EventView::stageNumber)
                    .ifPresent(at -> follows(entry, at));
        }
    }

    private void follows(StoredEntry entry, StageNumber at) {
        Optional.ofNullable(gapsByNext.remove(at))
                .map(gap -> problem(entry, at, gap))
                .ifPresent(found::add);
    }

    private static Problem problem(StoredEntry entry, StageNumber at, NumberSet.Gap gap) {
        return new Problem(
                entry.lane(),
                entry.sequence(),
                Kind.STAGE_SEQUENCE,
                "numbers %d to %d of %s %s are in no chain"
                        .formatted(gap.first(), gap.last(), at.scope(), at.source()));
    }

    /** One problem for each gap that has settled, in the order of the chains. */
    List<Problem> found() {
        return found;
    }
}
