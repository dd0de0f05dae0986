package io.quaestor.audit.search;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Where a chain ends.
 *
 * @param entries so far, which is the sequence of the next one
 * @param leaf of the last entry; zeros when there is none
 * @param kafkaOffset the next position in {@code llm.journal}
 * @param sink the instance that holds the lane
 */
@Serdeable
record HeadItem(
        int lane,
        long entries,
        String leaf,
        long kafkaOffset,
        long epoch,
        String sink,
        Instant advancedAt) {

    static HeadItem of(FoundHead head) {
        return new HeadItem(
                head.lane(),
                head.entries(),
                HexFormat.of().formatHex(head.leaf()),
                head.kafkaOffset(),
                head.epoch(),
                head.sink(),
                head.advancedAt());
    }
}
