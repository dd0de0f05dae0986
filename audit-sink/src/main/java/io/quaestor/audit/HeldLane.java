package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import io.quaestor.audit.chain.ChainHead;
import io.quaestor.kernel.Lane;

/**
 * A lane this sink may append to, until another sink takes it.
 *
 * @param kafkaOffset position in the journal of the first record that is not in the chain
 * @param epoch grows each time a sink takes the lane
 */
record HeldLane(ChainHead head, long kafkaOffset, long epoch) {

    Lane lane() {
        return head.lane();
    }

    HeldLane after(Chain.Appended appended, long nextOffset) {
        return new HeldLane(appended.head(), nextOffset, epoch);
    }
}
