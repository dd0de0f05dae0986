package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.audit.chain.ChainHead;
import io.quaestor.audit.chain.Hash;
import io.quaestor.kernel.Lane;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneBatchTest {

    private static final long AT = 7;

    private final List<JournalRecord> records = new Journal(3).job().records(AT);

    @Test
    void takesRecordsFromThePositionOfTheLaneOn() {
        long behind = AT + records.size();

        assertThat(batch(AT, records, behind).records()).isEqualTo(records);
        assertThat(batch(0, records, behind + 2).nextOffset()).isEqualTo(behind + 2);
        assertThat(batch(AT, List.of(), AT).records()).isEmpty();
    }

    @Test
    void refusesRecordsFromBeforeThatPosition() {
        refused(() -> batch(AT + 1, records, AT + records.size()));
    }

    @Test
    void refusesARecordTwice() {
        var twice = new ArrayList<>(records);
        twice.add(records.getLast());

        refused(() -> batch(AT, twice, AT + twice.size()));
    }

    @Test
    void refusesAPositionThatIsNotBehindThem() {
        refused(() -> batch(AT, records, AT + records.size() - 1));
    }

    private static LaneBatch batch(long from, List<JournalRecord> records, long next) {
        var head = new ChainHead(new Lane(3), 0, Hash.ZERO);
        return new LaneBatch(new HeldLane(head, from, 1), records, next);
    }

    private static void refused(Runnable batch) {
        assertThatThrownBy(batch::run).isInstanceOf(IllegalArgumentException.class);
    }
}
