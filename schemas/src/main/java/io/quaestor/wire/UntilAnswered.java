package io.quaestor.wire;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker for the end of a transaction until it answers, {@link #TRIES} times at most. */
final class UntilAnswered {

    private static final Logger log = LoggerFactory.getLogger(UntilAnswered.class);

    /**
     * Each of at most the second that a producer waits: well past the transaction timeout, after
     * which the answer is final.
     */
    static final int TRIES = 30;

    /**
     * @throws KafkaException no TimeoutException, when the last try was not answered either: nobody
     *     knows whether it was done
     */
    static void ask(Runnable request) {
        for (int i = 1; ; i++) {
            try {
                request.run();
                return;
            } catch (TimeoutException e) {
                log.warn("a commit is not answered, try {}", i, e);
                if (i == TRIES) {
                    throw new KafkaException("a commit was not answered in " + TRIES + " tries", e);
                }
            }
        }
    }

    private UntilAnswered() {}
}
