package io.quaestor.audit.verify;

import io.quaestor.audit.verify.EventView.StageNumber;
import io.quaestor.audit.verify.Problem.Kind;
import java.util.Comparator;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** All checks of one chain, entry by entry. */
final class LaneCheck {

    private final Findings findings;
    private final LinkCheck links;
    private final BodyCheck bodies;
    private final ColumnCheck columns;
    private final EventCheck events;
    private final StageNumbers stages;
    private long entries;
    private long unreadable;

    LaneCheck(int lane, SchemaShelf schemas, StageNumbers stages) {
        this.findings = new Findings(lane);
        this.links = new LinkCheck(findings);
        this.bodies = new BodyCheck(schemas, findings);
        this.columns = new ColumnCheck(findings);
        this.events = new EventCheck(findings);
        this.stages = stages;
    }

    void entry(StoredEntry entry) {
        entries++;
        links.entry(entry);
        bodies.read(entry).ifPresent(record -> record(entry, record));
    }

    private void record(StoredEntry entry, GenericRecord record) {
        if (record.getSchema().getName().equals(BodyCheck.UNREADABLE)) {
            unreadable++;
            columns.checkUnreadable(entry);
            return;
        }
        EventView event = EventView.of(record);
        columns.check(entry, event);
        events.event(entry.sequence(), event);
        event.stageNumber().ifPresent(at -> stage(entry.sequence(), at));
    }

    private void stage(long sequence, StageNumber at) {
        if (!stages.add(at)) {
            findings.add(
                    sequence,
                    Kind.STAGE_SEQUENCE,
                    "number %d of %s %s is there before"
                            .formatted(at.number(), at.scope(), at.source()));
        }
    }

    /** The result; call once, after the last entry. */
    ChainVerification end(Optional<StoredHead> head) {
        links.end(head);
        return new ChainVerification(
                findings.lane(),
                entries,
                unreadable,
                findings.problems().stream()
                        .sorted(Comparator.comparingLong(Problem::sequence))
                        .toList());
    }
}
