package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class UntilAnsweredTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksAgainUntilItIsAnswered() {
        UntilAnswered.ask(() -> answered(UntilAnswered.TRIES));

        assertThat(asked).hasValue(UntilAnswered.TRIES);
    }

    /** Streams goes on with damaged tasks after a timeout, and gives up its thread otherwise. */
    @Test
    void givesUpWithWhatIsNoTimeout() {
        assertThatThrownBy(() -> UntilAnswered.ask(() -> answered(UntilAnswered.TRIES + 1)))
                .isInstanceOf(KafkaException.class)
                .isNotInstanceOf(TimeoutException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(asked).hasValue(UntilAnswered.TRIES);
    }

    @Test
    void asksOnceForWhatIsRefused() {
        assertThatThrownBy(() -> UntilAnswered.ask(this::refused))
                .isInstanceOf(ProducerFencedException.class);
        assertThat(asked).hasValue(1);
    }

    private void answered(int inTry) {
        if (asked.incrementAndGet() < inTry) {
            throw new TimeoutException("not yet");
        }
    }

    private void refused() {
        asked.incrementAndGet();
        throw new ProducerFencedException("another one");
    }
}
