package io.quaestor.audit;

import io.quaestor.audit.chain.Body;
import io.quaestor.audit.chain.Statement;
import java.time.Instant;

/**
 * A record of the journal, ready to be chained.
 *
 * @param kafkaOffset its place in the lane's partition
 * @param kafkaAt when the broker appended it
 */
record JournalRecord(
        long kafkaOffset, Instant kafkaAt, StoredSchema schema, Body body, EventColumns columns) {

    Statement statement() {
        return new Statement(schema.sha256(), body);
    }
}
