package io.quaestor.journey;

import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Problem;
import io.quaestor.event.JournalEvent;
import io.quaestor.local.Postgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** The audit chains in PostgreSQL, decoded from the bytes that are hashed. */
final class ChainedEvents {
    private static final String BODIES =
            "SELECT body FROM chain_entry WHERE event_kind = ? ORDER BY lane, sequence";

    private final String jdbcUrl;

    ChainedEvents(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Events of one kind, in the order of their chains. */
    List<JournalEvent> ofKind(String kind) {
        var reader = new SpecificDatumReader<>(JournalEvent.class);
        var events = new ArrayList<JournalEvent>();
        try (var connection = DriverManager.getConnection(jdbcUrl, Postgres.USER, "");
                var select = connection.prepareStatement(BODIES)) {
            select.setString(1, kind);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var body = DecoderFactory.get().binaryDecoder(rows.getBytes(1), null);
                    events.add(reader.read(null, body));
                }
            }
        } catch (SQLException | IOException e) {
            throw new AssertionError("the chains cannot be read", e);
        }
        return events;
    }

    /** What a verification of all chains finds. */
    List<Problem> problems() throws SQLException {
        return AuditVerifier.verify(jdbcUrl, Postgres.USER, "", Duration.ZERO).problems();
    }
}
