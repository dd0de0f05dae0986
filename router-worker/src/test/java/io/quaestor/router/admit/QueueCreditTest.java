package io.quaestor.router.admit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueCreditTest {
    private final QueueCredit credit = new QueueCredit();

    @Test
    void countsWhatIsRoutedAndNotStartedInJobsAndBytes() {
        credit.routed(10, 100);
        // Offset 11 is a marker.
        credit.routed(12, 30);
        credit.routed(13, 5);
        assertThat(credit.jobs()).isEqualTo(3);
        assertThat(credit.bytes()).isEqualTo(135);
        credit.startedUpTo(12);
        assertThat(credit.jobs()).isEqualTo(2);
        assertThat(credit.bytes()).isEqualTo(35);
    }

    @Test
    void doesNotGoBackWhenAnOlderLookArrivesLater() {
        credit.routed(0, 1);
        credit.routed(1, 1);
        credit.startedUpTo(2);
        credit.startedUpTo(1);
        assertThat(credit.jobs()).isZero();
        assertThat(credit.bytes()).isZero();
    }
}
