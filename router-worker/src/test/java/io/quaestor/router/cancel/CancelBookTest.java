package io.quaestor.router.cancel;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.event.CancelRequested;
import io.quaestor.router.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelBookTest {
    private final CancelBook book = new CancelBook();

    @Test
    void knowsTheRunThatWasCancelledAndNoOther() {
        var job = Samples.job(5);
        assertThat(book.isCancelled(job)).isFalse();
        cancel(job.getJobId(), 5);
        assertThat(book.isCancelled(job)).isTrue();
        assertThat(book.version()).isOne();
        job.setRun(6);
        assertThat(book.isCancelled(job)).isFalse();
        assertThat(book.isCancelled(Samples.job(7))).isFalse();
    }

    @Test
    void keepsTheNewestRunWhateverTheOrder() {
        var job = Samples.job(9);
        cancel(job.getJobId(), 9);
        cancel(job.getJobId(), 4);
        assertThat(book.isCancelled(job)).isTrue();
    }

    @Test
    void forgetsWhatNoJobCanOutlive() {
        var job = Samples.job(5);
        cancel(job.getJobId(), 5);
        book.forgetBefore(NOW.plusSeconds(10), Duration.ofSeconds(10));
        assertThat(book.size()).isOne();
        book.forgetBefore(NOW.plusSeconds(11), Duration.ofSeconds(10));
        assertThat(book.size()).isZero();
    }

    @Test
    void refusesWhatIsNoJobId() {
        assertThatThrownBy(() -> cancel("nobody", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void cancel(String jobId, long run) {
        book.put(new CancelRequested(3, jobId, "legal", "r5", "ann", "", NOW, run, null));
    }
}
