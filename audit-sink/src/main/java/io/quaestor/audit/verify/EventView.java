package io.quaestor.audit.verify;

import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A journal event as the checks see it, by field name in whatever version it was written.
 *
 * @param number of the event within its run, from 1; 0 when it has none
 */
record EventView(GenericRecord envelope, String kind, String subject, long run, int number) {

    /** A contiguous number of the writing stage. */
    record StageNumber(String scope, String source, long number) {

        /** Whether it counts the decisions of a lane's admission. */
        boolean ofAdmission() {
            return scope.equals("ADMISSION_LANE");
        }
    }

    static EventView of(GenericRecord envelope) {
        return new EventView(
                envelope,
                field(envelope, "event") instanceof GenericRecord event
                        ? event.getSchema().getName()
                        : envelope.getSchema().getName(),
                text(envelope, "subject"),
                number(envelope, "run"),
                (int) number(envelope, "eventNumber"));
    }

    int lane() {
        return (int) number(envelope, "lane");
    }

    /** The count of the run's events, if this one ends it. */
    Optional<Integer> terminalCount() {
        return record(event(), "terminal").map(terminal -> (int) number(terminal, "eventCount"));
    }

    Optional<StageNumber> stageNumber() {
        return record(Optional.of(envelope), "sequence")
                .map(
                        at ->
                                new StageNumber(
                                        text(at, "scope"),
                                        text(at, "source"),
                                        number(at, "number")));
    }

    /** The last number of former owners' admissions, if the lane has a new owner. */
    Optional<Long> formerAdmissions() {
        return kind.equals("LaneTaken")
                ? event().map(taken -> number(taken, "lastAdmissionSequence"))
                : Optional.empty();
    }

    private Optional<GenericRecord> event() {
        return record(Optional.of(envelope), "event");
    }

    static String text(GenericRecord record, String name) {
        Object value = field(record, name);
        return value == null ? "" : value.toString();
    }

    static long number(GenericRecord record, String name) {
        return field(record, name) instanceof Number number ? number.longValue() : 0;
    }

    private static Optional<GenericRecord> record(Optional<GenericRecord> parent, String name) {
        return parent.map(record -> field(record, name))
                .filter(GenericRecord.class::isInstance)
                .map(GenericRecord.class::cast);
    }

    private static @Nullable Object field(GenericRecord record, String name) {
        return record.hasField(name) ? record.get(name) : null;
    }
}
