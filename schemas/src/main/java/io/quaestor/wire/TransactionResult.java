package io.quaestor.wire;

import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.RecordMetadata;

/** How a {@link KafkaTransaction} ended. */
public sealed interface TransactionResult {
    /** It counts, whole. Positions are in the order of the records sent. */
    record Committed(List<RecordMetadata> first, List<RecordMetadata> second)
            implements TransactionResult {}

    /**
     * It does not count, and the producer can go on.
     *
     * @param culprit index among the first records of the one that cannot be sent as it is (too
     *     large, topic gone), when one is known
     */
    record Aborted(OptionalInt culprit, Exception cause) implements TransactionResult {}

    /**
     * The producer is fenced or broken, and whether the transaction counts must be read from the
     * group's committed offsets. The producer is unusable.
     */
    record Lost(Exception cause) implements TransactionResult {}
}
