package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import java.util.List;

/**
 * Records to add to one lane, each once: their positions ascend from the lane's own. The database
 * takes them only at that position, so that it needs no index of positions.
 *
 * @param nextOffset position behind them, and behind markers and aborted records that follow them
 */
record LaneBatch(HeldLane held, List<JournalRecord> records, long nextOffset) {

    LaneBatch {
        records = List.copyOf(records);
        long next = held.kafkaOffset();
        for (var record : records) {
            next = notBefore(next, record.kafkaOffset()) + 1;
        }
        notBefore(next, nextOffset);
    }

    private static long notBefore(long least, long offset) {
        if (offset < least) {
            throw new IllegalArgumentException(
                    "position %d where %d is the next".formatted(offset, least));
        }
        return offset;
    }

    Chain.Appended linked() {
        return Chain.append(held.head(), records.stream().map(JournalRecord::statement).toList());
    }
}
