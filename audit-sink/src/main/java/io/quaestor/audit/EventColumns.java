package io.quaestor.audit;

import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a journal record says of itself, copied beside its body to search by.
 *
 * <p>Total: whatever a writer put into the record, the result fits the table, for a row that
 * PostgreSQL refuses would stop its lane for ever. Verification derives the same values from the
 * body and compares.
 *
 * @param kind record name of the event
 * @param number number of the event within its run
 */
record EventColumns(
        String kind,
        String id,
        Instant at,
        String subject,
        String department,
        String requestId,
        long run,
        int number) {

    /**
     * Characters kept of a text: even at four bytes each an index row, at most a third of a page,
     * holds it.
     */
    static final int MAX_CHARACTERS = 500;

    /** The years PostgreSQL and ISO 8601 with four digits have in common. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * By field name in the schema it was written with: a later version, with events unknown here,
     * is read as well.
     */
    static EventColumns of(GenericRecord record) {
        return new EventColumns(
                fitting(kind(record)),
                text(record, "eventId"),
                fitting(Instant.ofEpochMilli(number(record, "at"))),
                text(record, "subject"),
                text(record, "department"),
                text(record, "requestId"),
                number(record, "run"),
                Math.clamp(number(record, "eventNumber"), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** Of a record that nobody could read: only its place and time are known. */
    static EventColumns unreadable(Instant at) {
        return new EventColumns(UnreadableRecord.NAME, "", at, "", "", "", 0, 0);
    }

    private static String kind(GenericRecord record) {
        return field(record, "event") instanceof GenericRecord event
                ? event.getSchema().getName()
                : record.getSchema().getName();
    }

    private static String text(GenericRecord record, String field) {
        return field(record, field) instanceof CharSequence text ? fitting(text.toString()) : "";
    }

    private static long number(GenericRecord record, String field) {
        return field(record, field) instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable Object field(GenericRecord record, String name) {
        return record.hasField(name) ? record.get(name) : null;
    }

    /** PostgreSQL has no character 0, and half a surrogate pair is no character. */
    private static String fitting(String text) {
        String whole = text.replace('\0', '\uFFFD');
        if (whole.length() <= MAX_CHARACTERS) {
            return whole;
        }
        int end =
                Character.isHighSurrogate(whole.charAt(MAX_CHARACTERS - 1))
                        ? MAX_CHARACTERS - 1
                        : MAX_CHARACTERS;
        return whole.substring(0, end);
    }

    static Instant fitting(Instant at) {
        if (at.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return at.isAfter(LATEST) ? LATEST : at;
    }
}
