package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import java.util.List;

/**
 * Records to add to one lane.
 *
 * @param nextOffset position behind them, and behind markers and aborted records that follow them
 */
record LaneBatch(HeldLane held, List<JournalRecord> records, long nextOffset) {

    LaneBatch {
        records = List.copyOf(records);
    }

    Chain.Appended linked() {
        return Chain.append(held.head(), records.stream().map(JournalRecord::statement).toList());
    }
}
