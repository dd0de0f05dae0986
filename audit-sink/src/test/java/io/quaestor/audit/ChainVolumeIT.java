package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Verification;
import io.quaestor.kernel.Lane;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many entries, in transactions as the loop makes them; prints the rates, which nothing depends on.
 */
class ChainVolumeIT {

    private static final int LANES = 8;
    private static final int BATCHES = 5;
    private static final int JOBS_OF_A_LANE = 50;

    @Test
    void appendsAndVerifiesManyEntriesOfSeveralLanes() throws SQLException {
        ChainDatabase database = ChainDatabase.create();
        PostgresChain sink = new PostgresChain(database.source(), "volume");
        List<Journal> journals = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            journals.add(new Journal(lane).jobs(JOBS_OF_A_LANE * BATCHES));
        }
        List<HeldLane> held =
                sink.take(journals.stream().map(journal -> new Lane(journal.lane())).toList());
        List<List<JournalRecord>> records =
                journals.stream().map(journal -> journal.records(0)).toList();

        long begun = System.nanoTime();
        for (int batch = 0; batch < BATCHES; batch++) {
            held = append(sink, held, records, batch);
        }
        long appended = System.nanoTime();
        Verification verification = AuditVerifier.verify(database.source(), Duration.ZERO);
        long verified = System.nanoTime();

        int entries = LANES * BATCHES * JOBS_OF_A_LANE * 5;
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.entries()).isEqualTo(entries);
        System.out.printf(
                "appended %,d entries at %,.0f/s, verified at %,.0f/s%n",
                entries, rate(entries, appended - begun), rate(entries, verified - appended));
    }

    private static List<HeldLane> append(
            PostgresChain sink, List<HeldLane> held, List<List<JournalRecord>> records, int batch)
            throws SQLException {
        int size = JOBS_OF_A_LANE * 5;
        List<LaneBatch> batches = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            List<JournalRecord> part = records.get(lane).subList(batch * size, (batch + 1) * size);
            batches.add(new LaneBatch(held.get(lane), part, (batch + 1L) * size));
        }
        return switch (sink.append(batches)) {
            case AppendResult.Appended(List<HeldLane> lanes) -> lanes;
            case AppendResult.Superseded(Lane lost) -> throw new AssertionError(lost + " is lost");
        };
    }

    private static double rate(int entries, long nanos) {
        return entries * 1e9 / nanos;
    }
}
