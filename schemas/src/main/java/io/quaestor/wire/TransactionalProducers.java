package io.quaestor.wire;

import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Opens transactional producers: their predecessors of the same id are fenced when they are given
 * out.
 */
public final class TransactionalProducers {
    /**
     * A producer with its transactions initialised.
     *
     * @param transactionalId stable over restarts
     * @param patience how long to go on asking while the coordinator does not answer within {@code
     *     max.block.ms}; a young or busy broker may need longer, and asking again is safe
     * @throws KafkaException when it cannot be initialised in that time
     */
    public static KafkaProducer<byte[], byte[]> open(
            KafkaSettings kafka, String transactionalId, Duration patience) {
        var producer =
                new KafkaProducer<byte[], byte[]>(
                        ClientDefaults.transactional(kafka, transactionalId));
        try {
            initialise(producer, System.nanoTime() + patience.toNanos());
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static void initialise(KafkaProducer<byte[], byte[]> producer, long end) {
        while (true) {
            try {
                producer.initTransactions();
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private TransactionalProducers() {}
}
