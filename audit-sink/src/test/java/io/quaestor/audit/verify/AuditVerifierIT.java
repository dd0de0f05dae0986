package io.quaestor.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quaestor.audit.ChainDatabase;
import io.quaestor.audit.ChainWriter;
import io.quaestor.audit.Journal;
import io.quaestor.audit.verify.Problem.Kind;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JournalEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What verification finds, and what it cannot find. */
class AuditVerifierIT {

    private static final int LANE = 3;

    private ChainDatabase database;

    @BeforeEach
    void begin() throws SQLException {
        database = ChainDatabase.create();
    }

    @Test
    void verifiesAnEmptyLog() throws SQLException {
        Verification verification = verify();

        assertThat(verification.ok()).isTrue();
        assertThat(verification.entries()).isZero();
    }

    @Test
    void verifiesEveryChainOfAnIntactLog() throws SQLException {
        write(new Journal(LANE).jobs(10));
        write(new Journal(4).jobs(600));

        Verification verification = verify();

        assertThat(verification.problems()).isEmpty();
        assertThat(verification.ok()).isTrue();
        assertThat(verification.entries()).isEqualTo(3_050);
        assertThat(verification.chains())
                .extracting(ChainVerification::lane)
                .containsExactly(LANE, 4);
    }

    @Test
    void verifiesOverItsOwnConnection() throws SQLException {
        write(new Journal(LANE).jobs(10));

        Verification verification =
                AuditVerifier.verify(database.url(), "postgres", "", Duration.ZERO);

        assertThat(verification.entries()).isEqualTo(50);
    }

    @Test
    void agreesWithTheSinkOnWhatDoesNotFitTheTable() throws SQLException {
        Journal journal = new Journal(LANE).jobs(2);
        JournalEvent odd = journal.events().get(3);
        odd.setDepartment("nul \0 " + "\uD83D\uDE00".repeat(1_000));
        odd.setRequestId("x" + "\uD83D\uDE00".repeat(1_000));
        odd.setAt(Instant.ofEpochMilli(Long.MIN_VALUE));
        write(journal);

        assertThat(verify().problems()).isEmpty();
    }

    @Test
    void namesAnEntryWhoseBodyWasChanged() throws SQLException {
        write(new Journal(LANE).jobs(10));
        write(new Journal(4).jobs(10));
        database.execute(
                "UPDATE chain_entry SET body = set_byte(body, 5, get_byte(body, 5) # 1) WHERE lane = 3 AND sequence = 17");

        assertFirst(verify(), 17, Kind.LEAF_MISMATCH);
    }

    @Test
    void namesAnEntryWhoseBodyAndLeafWereChanged() throws SQLException {
        write(new Journal(LANE).jobs(10));
        ChainWriter.rehash(database, LANE, 17);

        assertFirst(verify(), 18, Kind.PREVIOUS_MISMATCH);
    }

    @Test
    void namesAnEntryWhoseColumnsHideIt() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute(
                "UPDATE chain_entry SET department = 'sales' WHERE lane = 3 AND sequence = 17");

        assertFirst(verify(), 17, Kind.COLUMN_MISMATCH);
    }

    @Test
    void namesThePlaceOfADeletedEntry() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("DELETE FROM chain_entry WHERE lane = 3 AND sequence = 17");

        assertFirst(verify(), 17, Kind.MISSING_ENTRY);
    }

    @Test
    void namesTheFirstOfTwoEntriesThatWereSwapped() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("UPDATE chain_entry SET sequence = 1017 WHERE lane = 3 AND sequence = 17");
        database.execute("UPDATE chain_entry SET sequence = 17 WHERE lane = 3 AND sequence = 18");
        database.execute("UPDATE chain_entry SET sequence = 18 WHERE lane = 3 AND sequence = 1017");

        assertFirst(verify(), 17, Kind.PREVIOUS_MISMATCH);
    }

    @Test
    void namesTheEndOfAChainThatWasCutOff() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("DELETE FROM chain_entry WHERE lane = 3 AND sequence >= 40");

        assertFirst(verify(), 40, Kind.MISSING_ENTRY);
    }

    @Test
    void namesAChainWithoutItsHead() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("DELETE FROM chain_head");

        assertFirst(verify(), 50, Kind.HEAD_MISMATCH);
    }

    @Test
    void namesTheFirstEntryWhoseSchemaWasChangedOrRemoved() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute(
                "UPDATE chain_schema SET full_schema = replace(full_schema, 'requestId', 'otherId')");
        assertFirst(verify(), 0, Kind.SCHEMA_CHANGED);

        database.execute(
                "UPDATE chain_schema SET canonical_form = replace(canonical_form, 'requestId', 'otherId')");
        assertFirst(verify(), 0, Kind.SCHEMA_CHANGED);

        database.execute("DELETE FROM chain_schema");
        assertFirst(verify(), 0, Kind.SCHEMA_MISSING);
    }

    @Test
    void missesAnEventThatWasNeverWritten() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        journal.events().remove(12);
        write(journal);

        // Event 3 of the third job is gone; its fourth is in its place.
        assertFirst(verify(), 12, Kind.RUN_SEQUENCE);
    }

    @Test
    void missesTheEventsThatATerminalEventCounts() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        terminal(journal.events().get(14)).getTerminal().setEventCount(6);
        write(journal);

        assertFirst(verify(), 14, Kind.RUN_SEQUENCE);
    }

    @Test
    void missesAWholeJobByTheNumbersOfTheStagesThatWroteIt() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        journal.events().subList(10, 15).clear();
        write(journal);

        Verification verification = verify();

        assertThat(verification.chains()).allMatch(chain -> chain.problems().isEmpty());
        // The fourth job's acceptance and admission come after the gaps.
        assertThat(verification.problems())
                .extracting(Problem::lane, Problem::sequence, Problem::kind)
                .containsExactly(
                        tuple(LANE, 10L, Kind.STAGE_SEQUENCE),
                        tuple(LANE, 11L, Kind.STAGE_SEQUENCE));
    }

    @Test
    void missesTheVeryFirstJob() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        journal.events().subList(0, 5).clear();
        write(journal);

        assertThat(verify().problems()).extracting(Problem::sequence).containsExactly(0L, 1L);
    }

    @Test
    void namesAnEventThatWasWrittenTwice() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        journal.events().get(16).getSequence().setNumber(3L);
        write(journal);

        assertFirst(verify(), 16, Kind.STAGE_SEQUENCE);
    }

    @Test
    void missesAdmissionsThatANewOwnerKnowsOf() throws SQLException {
        write(new Journal(LANE).jobs(10).taken(10));
        assertThat(verify().ok()).isTrue();

        write(new Journal(4).jobs(10).taken(11));

        assertThat(verify().problems())
                .extracting(Problem::lane, Problem::sequence, Problem::kind)
                .containsExactly(tuple(4, 50L, Kind.ADMISSION_SEQUENCE));
    }

    @Test
    void waitsForANumberOfAStageUntilTheChainsHaveSettled() throws SQLException {
        Journal journal = new Journal(LANE).jobs(10);
        journal.events().get(10).getSequence().setNumber(1_003L);
        write(journal);

        assertThat(AuditVerifier.verify(database.source(), Duration.ofHours(1)).ok()).isTrue();
        assertThat(AuditVerifier.verify(database.source(), Duration.ZERO).acrossChains())
                .hasSize(2);
    }

    @Test
    void findsNothingWhenTheTailIsCutAndTheHeadAdjustedToIt() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("DELETE FROM chain_entry WHERE lane = 3 AND sequence >= 40");
        database.execute(
                "UPDATE chain_head SET sequence = 40, kafka_offset = 40, leaf = (SELECT leaf FROM chain_entry WHERE lane = 3 AND sequence = 39)");

        // A limit of a plain chain, stated in the README: only a checkpoint kept elsewhere shows
        // it.
        assertThat(verify().ok()).isTrue();
    }

    @Test
    void findsNothingWhenTheOwnerWritesTheWholeChainAnew() throws SQLException {
        write(new Journal(LANE).jobs(10));
        database.execute("TRUNCATE chain_entry, chain_head");
        write(new Journal(LANE).jobs(9));

        // The other limit.
        assertThat(verify().ok()).isTrue();
    }

    private static JobFinished terminal(JournalEvent event) {
        return (JobFinished) event.getEvent();
    }

    private void write(Journal journal) throws SQLException {
        ChainWriter.write(database, journal);
    }

    private Verification verify() throws SQLException {
        return AuditVerifier.verify(database.source(), Duration.ZERO);
    }

    private static void assertFirst(Verification verification, long sequence, Kind kind) {
        assertThat(verification.ok()).isFalse();
        Problem first = verification.problems().getFirst();
        assertThat(first)
                .extracting(Problem::lane, Problem::sequence, Problem::kind)
                .containsExactly(LANE, sequence, kind);
    }
}
