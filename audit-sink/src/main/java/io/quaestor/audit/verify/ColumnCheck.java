package io.quaestor.audit.verify;

import io.quaestor.audit.verify.Problem.Kind;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;

/**
 * Whether the columns to search by say what the body says: a hidden row is as good as a deleted
 * one.
 */
final class ColumnCheck {

    /** As the table's description says: texts are kept up to here, without the character 0. */
    private static final int MAX_CHARACTERS = 500;

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Findings findings;

    ColumnCheck(Findings findings) {
        this.findings = findings;
    }

    void check(StoredEntry entry, EventView event) {
        StoredEntry.Columns expected = expected(event);
        if (!entry.columns().equals(expected)) {
            findings.add(
                    entry.sequence(),
                    Kind.COLUMN_MISMATCH,
                    "the columns say %s, the body %s".formatted(entry.columns(), expected));
        }
    }

    /** An unreadable record has no more to say than that it is one. */
    void checkUnreadable(StoredEntry entry) {
        StoredEntry.Columns columns = entry.columns();
        StoredEntry.Columns expected =
                new StoredEntry.Columns(
                        BodyCheck.UNREADABLE, "", columns.atMillis(), "", "", "", 0, 0);
        if (!columns.equals(expected)) {
            findings.add(
                    entry.sequence(),
                    Kind.COLUMN_MISMATCH,
                    "the columns describe an unreadable record: " + columns);
        }
    }

    private static StoredEntry.Columns expected(EventView event) {
        GenericRecord envelope = event.envelope();
        return new StoredEntry.Columns(
                column(event.kind()),
                column(EventView.text(envelope, "eventId")),
                Math.clamp(EventView.number(envelope, "at"), EARLIEST, LATEST),
                column(event.subject()),
                column(EventView.text(envelope, "department")),
                column(EventView.text(envelope, "requestId")),
                event.run(),
                event.number());
    }

    private static String column(String text) {
        String whole = text.replace((char) 0, '\uFFFD');
        if (whole.length() <= MAX_CHARACTERS) {
            return whole;
        }
        String cut = whole.substring(0, MAX_CHARACTERS);
        return Character.isHighSurrogate(cut.charAt(MAX_CHARACTERS - 1))
                ? cut.substring(0, MAX_CHARACTERS - 1)
                : cut;
    }
}
