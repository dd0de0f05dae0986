package io.quaestor.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one consume-decide-produce transaction after another on one producer.
 *
 * <p>Everything to be sent is in hand before it begins, so no read_committed reader behind it waits
 * for anything but Kafka. A commit whose answer does not come is asked for again, nothing else; a
 * send whose callback failed always aborts. Not thread-safe: one member, one thread, so that
 * transactions never overlap.
 */
public final class KafkaTransaction {
    private static final Logger log = LoggerFactory.getLogger(KafkaTransaction.class);

    private final Producer<byte[], byte[]> producer;

    /**
     * @param producer transactional, with {@code initTransactions} done
     */
    public KafkaTransaction(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * What one transaction carries.
     *
     * @param first records sent first
     * @param second from the positions of the first, the records that name them (terminal events)
     * @param offsets with metadata, as they will be if it commits; may be empty
     */
    public record Content(
            List<ProducerRecord<byte[], byte[]>> first,
            Function<List<RecordMetadata>, List<ProducerRecord<byte[], byte[]>>> second,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        /** Records that need no positions. */
        public static Content of(
                List<ProducerRecord<byte[], byte[]>> records,
                Map<TopicPartition, OffsetAndMetadata> offsets) {
            return new Content(records, positions -> List.of(), offsets);
        }
    }

    /** Runs it to a definite end; throws nothing for what Kafka does. */
    public TransactionResult run(Content content, ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
        } catch (KafkaException | IllegalStateException e) {
            return new TransactionResult.Lost(e);
        }
        try {
            var first = sendAll(content.first());
            var second = sendSecond(content.second().apply(first));
            if (!content.offsets().isEmpty()) {
                producer.sendOffsetsToTransaction(content.offsets(), group);
            }
            return commit(first, second);
        } catch (SendFailed e) {
            return abort(e.culprit, e.failure);
        } catch (KafkaException | IllegalStateException e) {
            return abort(OptionalInt.empty(), e);
        }
    }

    /** They follow from the first: none of them is to blame itself. */
    private List<RecordMetadata> sendSecond(List<ProducerRecord<byte[], byte[]>> records)
            throws SendFailed {
        try {
            return sendAll(records);
        } catch (SendFailed e) {
            throw new SendFailed(OptionalInt.empty(), e.failure);
        }
    }

    private List<RecordMetadata> sendAll(List<ProducerRecord<byte[], byte[]>> records)
            throws SendFailed {
        var sent = new ArrayList<Future<RecordMetadata>>(records.size());
        for (int i = 0; i < records.size(); i++) {
            try {
                sent.add(producer.send(records.get(i)));
            } catch (KafkaException e) {
                throw new SendFailed(culprit(i, e), e);
            }
        }
        if (!records.isEmpty()) {
            producer.flush();
        }
        return positions(sent);
    }

    private static List<RecordMetadata> positions(List<Future<RecordMetadata>> sent)
            throws SendFailed {
        var positions = new ArrayList<RecordMetadata>(sent.size());
        SendFailed failed = null;
        for (int i = 0; i < sent.size(); i++) {
            try {
                positions.add(sent.get(i).get());
            } catch (ExecutionException e) {
                var cause = e.getCause() instanceof Exception exception ? exception : e;
                var culprit = culprit(i, cause);
                // A record that is to blame itself says more than its neighbours, which fail with
                // it.
                if (failed == null || (failed.culprit.isEmpty() && culprit.isPresent())) {
                    failed = new SendFailed(culprit, cause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SendFailed(OptionalInt.empty(), e);
            }
        }
        if (failed != null) {
            throw failed;
        }
        return positions;
    }

    private static OptionalInt culprit(int index, Exception e) {
        var blame =
                e instanceof RecordTooLargeException
                        || e instanceof UnknownTopicOrPartitionException
                        || e instanceof InvalidTopicException
                        || e instanceof TopicAuthorizationException
                        || (e instanceof TimeoutException
                                && e.getMessage() != null
                                && e.getMessage().contains("not present in metadata"));
        return blame ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private TransactionResult commit(List<RecordMetadata> first, List<RecordMetadata> second) {
        for (int i = 1; ; i++) {
            try {
                producer.commitTransaction();
                return new TransactionResult.Committed(first, second);
            } catch (TimeoutException | org.apache.kafka.common.errors.InterruptException e) {
                log.warn("commit not answered, try {}", i, e);
                if (i == UntilAnswered.TRIES) {
                    return new TransactionResult.Lost(e);
                }
            } catch (KafkaException | IllegalStateException e) {
                return abort(OptionalInt.empty(), e);
            }
        }
    }

    private TransactionResult abort(OptionalInt culprit, Exception cause) {
        try {
            producer.abortTransaction();
            log.warn("transaction aborted: {}", cause.toString());
            return new TransactionResult.Aborted(culprit, cause);
        } catch (KafkaException | IllegalStateException e) {
            // Fatal state: fenced, or the coordinator ended the transaction itself.
            if (!(cause instanceof ApiException)) {
                cause.addSuppressed(e);
            }
            return new TransactionResult.Lost(cause);
        }
    }

    private static final class SendFailed extends Exception {
        private final transient OptionalInt culprit;
        private final transient Exception failure;

        SendFailed(OptionalInt culprit, Exception failure) {
            super(failure);
            this.culprit = culprit;
            this.failure = failure;
        }
    }
}
