package io.quaestor.router.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Job;
import io.quaestor.router.Samples;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final Applicant.Source SOURCE = Applicant.Source.ACCEPTED;

    private final Contents contents = new Contents();
    private final long bytes = Samples.job(1).getInputBytes();

    @Test
    void setsAsideWhatWasReadLast() {
        var first = add(1);
        var second = add(2);
        var third = add(3);
        contents.shrinkTo(bytes);
        assertThat(first.content().isHere()).isTrue();
        assertThat(second.content().isHere()).isFalse();
        assertThat(third.content().isHere()).isFalse();
        assertThat(contents.heldBytes()).isEqualTo(bytes);
        assertThat(contents.size()).isEqualTo(3);
    }

    @Test
    void keepsNothingOfTheContentThatIsAside() {
        var applicant = add(1);
        contents.shrinkTo(0);
        assertThat(applicant.job().getRequest().getMessages()).isEmpty();
        assertThat(applicant.content().needs().messages()).isPositive();
    }

    @Test
    void givesBackARecalledJobAsItWas() {
        var applicant = add(1);
        contents.shrinkTo(0);
        contents.recall(applicant, "p");
        assertThat(contents.firstWanted(SOURCE)).contains(1L);
        assertThat(contents.restore(SOURCE, 1, content(1))).containsSame(applicant);
        assertThat(applicant.job()).isEqualTo(Samples.job(1));
        assertThat(contents.firstWanted(SOURCE)).isEmpty();
    }

    @Test
    void takesWhatLiesOnTheWayOnlyWhileThereIsMemory() {
        add(1);
        add(2);
        contents.shrinkTo(bytes);
        assertThat(contents.wants(SOURCE, 2, bytes)).isFalse();
        assertThat(contents.wants(SOURCE, 2, 2 * bytes)).isTrue();
        assertThat(contents.wants(SOURCE, 1, 9 * bytes)).as("it is here").isFalse();
        assertThat(contents.wants(SOURCE, 7, 9 * bytes)).as("nobody waits for it").isFalse();
        assertThat(contents.restore(SOURCE, 2, content(2))).as("its turn has not come").isEmpty();
        assertThat(contents.heldBytes()).isEqualTo(2 * bytes);
    }

    @Test
    void readsARecalledJobHoweverLittleMemoryThereIs() {
        var applicant = add(1);
        contents.shrinkTo(0);
        contents.recall(applicant, "p");
        assertThat(contents.wants(SOURCE, 1, 0)).isTrue();
        assertThat(contents.recallsFor("p")).containsExactly("legal");
        assertThat(contents.recallsFor("q")).isEmpty();
    }

    @Test
    void namesTheRecalledJobsThatReadingHasPassed() {
        var gone = add(1);
        var later = add(5);
        contents.shrinkTo(0);
        contents.recall(gone, "p");
        contents.recall(later, "p");
        assertThat(contents.goneBefore(SOURCE, 5)).containsExactly(gone);
        assertThat(contents.firstWanted(SOURCE)).contains(5L);
    }

    @Test
    void forgetsADecidedJobWhereverItsContentIs() {
        var here = add(1);
        var aside = add(2);
        var recalled = add(3);
        contents.shrinkTo(bytes);
        contents.recall(recalled, "p");
        contents.remove(here);
        contents.remove(aside);
        contents.remove(recalled);
        assertThat(contents.size()).isZero();
        assertThat(contents.heldBytes()).isZero();
    }

    private Applicant add(long offset) {
        Job job = Samples.job(offset);
        var applicant = Applicant.of(new AcceptedJob(Samples.LANE, job, 1), offset);
        contents.add(applicant);
        return applicant;
    }

    private static Content content(long number) {
        return Content.of(Samples.accepted(Samples.job(number)));
    }
}
