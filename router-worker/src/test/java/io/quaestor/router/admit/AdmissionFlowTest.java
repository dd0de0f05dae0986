package io.quaestor.router.admit;

import static io.quaestor.router.Samples.LANE;
import static io.quaestor.router.Samples.NOW;
import static io.quaestor.router.admit.AdmissionWorld.runs;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Admitted;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Released;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.VerdictKind;
import io.quaestor.router.SampleBudgets;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.waits.Wait;
import io.quaestor.router.waits.WaitReason;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AdmissionFlowTest {
    private final SampleCatalog catalog =
            SampleCatalog.legal()
                    .alias("onlyaws", "haiku@sim-aws")
                    .alias("onlyoai", "mini@sim-oai")
                    .department(Samples.DEPARTMENT, LANE, "fast", "onlyaws", "onlyoai");
    private final AdmissionWorld world = new AdmissionWorld(catalog);

    @Test
    void putsAnAllowedJobOnTheQueueOfItsFirstCandidateWithAHoldForTheDearest() {
        world.accept(Samples.job(1));
        world.step();
        var token = world.queue("sim-aws").getFirst();
        assertThat(token.getDispatch()).isEqualTo(1);
        assertThat(token.getEventCount()).isEqualTo(2);
        assertThat(token.getAlternatives()).containsExactly(Samples.route("mini", "sim-oai"));
        assertThat(token.getHold().getBoundNanoUsd()).isPositive();
        // Department, user, alias and use case.
        assertThat(token.getHold().getSubjects()).hasSize(4);
        assertThat(token.getHold().getWindows()).hasSize(3);
        var admitted = (Admitted) world.journal.getFirst().getEvent();
        assertThat(admitted.getHold()).isEqualTo(token.getHold());
        assertThat(admitted.getVerdicts())
                .hasSize(13)
                .allMatch(verdict -> verdict.getKind() == VerdictKind.ALLOW);
        assertThat(admitted.getWaitedMillis()).isEqualTo(1_000);
    }

    @Test
    void putsNoMoreOnAQueueThanTheLimitUntilOneStarts() {
        accept("onlyaws", 1, 20);
        world.step();
        assertThat(world.queue("sim-aws")).hasSize(8);
        assertThat(world.step()).isEmpty();
        world.started("sim-aws", 3);
        world.step();
        assertThat(runs(world.queue("sim-aws"))).containsExactly(numbers(1, 11));
    }

    @Test
    void letsJobsForAnotherProviderPastAFullOneInTheSameDepartment() {
        accept("onlyaws", 1, 30);
        world.step();
        accept("onlyoai", 31, 3);
        world.step();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(31L, 32L, 33L);
        assertThat(world.queue("sim-aws")).hasSize(8);
    }

    @Test
    void sendsAJobWithTwoCandidatesToTheSecondWhenTheFirstIsFull() {
        accept("onlyaws", 1, 8);
        world.step();
        accept("fast", 9, 1);
        world.step();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(9L);
        assertThat(world.queue("sim-oai").getFirst().getAlternatives())
                .containsExactly(Samples.route("haiku", "sim-aws"));
    }

    @Test
    void tellsWhoWaitsForWhatAndWhy() {
        world.availability.down("mini@sim-oai");
        accept("onlyaws", 1, 10);
        accept("onlyoai", 11, 3);
        var failed = Samples.route("haiku", "sim-aws");
        world.handBack(
                Samples.returned(
                        Samples.job(20), failed, ErrorType.THROTTLED, NOW.plusSeconds(60)));
        world.step();
        assertThat(world.flow.waits(world.lanes()))
                .isEqualTo(
                        Map.of(
                                new Wait("sim-aws", Samples.DEPARTMENT, WaitReason.LAG_LIMIT), 2,
                                new Wait("sim-oai", Samples.DEPARTMENT, WaitReason.CIRCUIT), 3,
                                new Wait("sim-aws", Samples.DEPARTMENT, WaitReason.NOT_BEFORE), 1));
    }

    @Test
    void stopsAQueueAtItsBytesAndLetsOneJobLieThereHoweverLarge() {
        catalog.changeProvider("sim-aws", provider -> provider.setLagLimitBytes(2_500));
        accept("onlyaws", 1, 5);
        world.step();
        // Each job is of 1000 bytes: the third passes the limit, the fourth may not.
        assertThat(world.queue("sim-aws")).hasSize(3);
        catalog.changeProvider("sim-aws", provider -> provider.setLagLimitBytes(1));
        world.started("sim-aws", 3);
        world.step();
        assertThat(world.queue("sim-aws")).hasSize(4);
    }

    @Test
    void refusesAtOnceAndListsAllVerdicts() {
        var request = Samples.request("bad");
        request.setAuditReason(" ");
        request.setModel("unapproved");
        catalog.alias("unapproved", "haiku@sim-aws");
        world.applyCatalog();
        world.accept(Samples.job(request, 1));
        assertThat(world.step()).isEmpty();
        resolveDoubts();
        world.step();
        var response = world.responses.getFirst();
        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getProblems())
                .extracting(problem -> problem.getType())
                .containsExactlyInAnyOrder(ErrorType.AUDIT_REASON_MISSING, ErrorType.NOT_APPROVED);
        var rejected = (JobRejected) world.journal.getFirst().getEvent();
        assertThat(rejected.getVerdicts()).hasSize(13);
        assertThat(rejected.getTerminal().getEventCount()).isEqualTo(2);
    }

    @Test
    void doubtsAnUnknownNameUntilTheCatalogueIsCertainlyNewEnough() {
        accept("newest", 1, 1);
        assertThat(world.step()).isEmpty();
        assertThat(world.step()).isEmpty();
        resolveDoubts();
        world.step();
        assertThat(world.responses.getFirst().getError().getType())
                .isEqualTo(ErrorType.UNKNOWN_MODEL);
    }

    @Test
    void letsAJobInThatANewerCatalogueKnows() {
        accept("newest", 1, 1);
        world.step();
        catalog.alias("newest", "haiku@sim-aws")
                .department(Samples.DEPARTMENT, LANE, "newest")
                .version(8);
        world.applyCatalog();
        resolveDoubts();
        world.step();
        assertThat(world.queue("sim-aws")).hasSize(1);
        assertThat(world.queue("sim-aws").getFirst().getCatalogVersion()).isEqualTo(8);
    }

    @Test
    void doesNotLetAJobWaitForAProviderThatANewCatalogueTookAway() {
        accept("onlyaws", 1, 9);
        world.step();
        catalog.withoutProvider("sim-aws").alias("onlyaws", "mini@sim-oai");
        world.applyCatalog();
        world.step();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(9L);
    }

    @Test
    void expiresAJobThatWaitsOnTheTick() {
        accept("onlyaws", 1, 8);
        world.step();
        world.accept(endsAt(job("onlyaws", 9), 5));
        world.accept(endsAt(job("onlyaws", 10), 9));
        world.step();
        world.now = NOW.plusSeconds(5);
        assertThat(world.step()).isEmpty();
        world.tick();
        assertThat(world.responses).extracting(response -> response.getRun()).containsExactly(9L);
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.EXPIRED);
    }

    @Test
    void expiresAJobThatArrivesTooLateAndOneWhoseTurnComesTooLate() {
        world.accept(endsAt(job("onlyaws", 1), 0));
        world.step();
        assertThat(world.responses).hasSize(1);
        accept("onlyaws", 2, 8);
        world.accept(endsAt(job("onlyaws", 10), 5));
        world.step();
        world.now = NOW.plusSeconds(5);
        world.started("sim-aws", 1);
        world.step();
        assertThat(world.responses).hasSize(2);
        assertThat(world.queue("sim-aws")).hasSize(8);
    }

    @Test
    void expiresMoreThanABatchHoldsInSeveral() {
        accept("onlyaws", 1, 8);
        world.step();
        for (int i = 0; i < AdmissionFlow.MAX_BATCH + 5; i++) {
            world.accept(endsAt(job("onlyaws", 10 + i), 5));
        }
        world.step();
        world.now = NOW.plusSeconds(6);
        assertThat(world.tick()).hasSize(AdmissionFlow.MAX_BATCH);
        assertThat(world.step()).hasSize(5);
    }

    @Test
    void keepsAReturnedJobUntilItsTimeAndThenPutsItBeforeNewOnes() {
        var failed = Samples.route("haiku", "sim-aws");
        world.handBack(
                Samples.returned(
                        job("onlyaws", 1), failed, ErrorType.THROTTLED, NOW.plusSeconds(10)));
        accept("onlyaws", 2, 9);
        world.step();
        assertThat(runs(world.queue("sim-aws"))).containsExactly(numbers(2, 8));
        world.now = NOW.plusSeconds(10);
        world.started("sim-aws", 1);
        world.step();
        assertThat(world.queue("sim-aws").getLast().getJob().getRun()).isEqualTo(1);
    }

    @Test
    void admitsANewJobWhoseAcceptanceIsStampedByAClockAhead() {
        var job = job("onlyaws", 1);
        job.setAcceptedAt(NOW.plusSeconds(20));
        world.accept(job);
        world.step();
        assertThat(world.queue("sim-aws")).hasSize(1);
        assertThat(((Admitted) world.journal.getFirst().getEvent()).getWaitedMillis()).isZero();
    }

    @Test
    void expiresAPostponedJob() {
        var failed = Samples.route("haiku", "sim-aws");
        var job = endsAt(job("onlyaws", 1), 5);
        world.handBack(Samples.returned(job, failed, ErrorType.THROTTLED, NOW.plusSeconds(10)));
        world.step();
        world.now = NOW.plusSeconds(5);
        world.tick();
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.EXPIRED);
        assertThat(world.journal).extracting(JournalEvent::getEventNumber).containsExactly(6, 7);
        assertThat(world.journal.getFirst().getEvent()).isEqualTo(new Released(1));
        assertThat(world.tick()).isEmpty();
    }

    @Test
    void sendsAnUnbilledFailureElsewhereInTheSameDispatchAndHold() {
        var back = back(1, ErrorType.OVERLOADED);
        world.handBack(back);
        world.step();
        var token = world.queue("sim-oai").getFirst();
        assertThat(token.getDispatch()).isEqualTo(1);
        assertThat(token.getHold()).isEqualTo(back.getHold());
        assertThat(token.getEventCount()).isEqualTo(back.getEventCount() + 1);
    }

    @Test
    void givesAJobOfUnknownOutcomeANewDispatchAndHold() {
        var back = back(1, ErrorType.OUTCOME_UNKNOWN);
        back.setKeepsHold(false);
        world.handBack(back);
        world.step();
        var token = world.queue("sim-aws").getFirst();
        assertThat(token.getDispatch()).isEqualTo(2);
        assertThat(token.getHold().getDispatch()).isEqualTo(2);
    }

    @Test
    void refusesNewJobsOfABreachedBudgetButNotOneThatKeptItsHold() {
        world.lane().budgets().put(SampleBudgets.breachedDay(NOW));
        world.handBack(back(1, ErrorType.OVERLOADED));
        accept("fast", 2, 1);
        world.step();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(1L);
        var response = world.responses.getFirst();
        assertThat(response.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.BUDGET);
        assertThat(response.getError().getMessage())
                .contains("legal-day", "0.15 USD", "0.2 USD", "day", "2026-03-14");
    }

    @Test
    void failsAJobWhoseSecondDispatchTheBudgetDoesNotAllow() {
        world.lane().budgets().put(SampleBudgets.breachedDay(NOW));
        var back = back(1, ErrorType.OUTCOME_UNKNOWN);
        back.setKeepsHold(false);
        world.handBack(back);
        world.step();
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(world.responses.getFirst().getError().getType()).isEqualTo(ErrorType.BUDGET);
    }

    @Test
    void failsAReturnedJobWithoutAnyRouteLeftAndGivesItsHoldBack() {
        world.handBack(
                Samples.returned(
                        job("onlyaws", 1),
                        Samples.route("haiku", "sim-aws"),
                        ErrorType.AUTHENTICATION,
                        NOW));
        world.step();
        var response = world.responses.getFirst();
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.NO_ROUTE);
        assertThat(world.journal).hasSize(2);
        assertThat(world.journal.getFirst().getEvent()).isEqualTo(new Released(1));
        var finished = (JobFinished) world.journal.getLast().getEvent();
        assertThat(finished.getTerminal().getEventCount()).isEqualTo(7);
        assertThat(finished.getTerminal().getAttempts()).isEqualTo(1);
    }

    @Test
    void marksTheEndOfAJobThatAStandInFailed() {
        var failed = Samples.simulated(Samples.route("haiku", "sim-aws"));
        world.handBack(Samples.returned(job("onlyaws", 1), failed, ErrorType.AUTHENTICATION, NOW));
        world.step();
        assertThat(world.journal).allMatch(JournalEvent::getSimulated);
        assertThat(world.responses.getFirst().getSimulated()).isTrue();
    }

    @Test
    void answersACancelledJobWhetherItWaitsOrArrivesAndCallsNothing() {
        accept("onlyaws", 1, 9);
        world.step();
        assertThat(world.queue("sim-aws")).hasSize(8);
        world.cancels.cancel(job("onlyaws", 9));
        world.step();
        assertThat(world.responses).extracting(LlmResponse::getRun).containsExactly(9L);
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.CANCELLED);
        world.cancels.cancel(job("onlyoai", 10));
        accept("onlyoai", 10, 1);
        world.step();
        assertThat(world.responses).extracting(LlmResponse::getRun).containsExactly(9L, 10L);
        assertThat(world.queue("sim-oai")).isEmpty();
    }

    @Test
    void answersACancelledJobThatWaitsForItsTimeAndGivesItsHoldBack() {
        var job = job("onlyaws", 1);
        var route = Samples.route("haiku", "sim-aws");
        world.handBack(Samples.returned(job, route, ErrorType.THROTTLED, NOW.plusSeconds(60)));
        world.step();
        world.cancels.cancel(job);
        world.step();
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.CANCELLED);
        assertThat(world.journal.getFirst().getEvent()).isEqualTo(new Released(1));
    }

    @Test
    void waitsForARouteOutOfServiceAndLetsOthersPass() {
        world.availability.down("haiku@sim-aws");
        accept("onlyaws", 1, 3);
        accept("fast", 4, 1);
        world.step();
        assertThat(world.queue("sim-aws")).isEmpty();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(4L);
        world.availability.up("haiku@sim-aws");
        world.step();
        assertThat(runs(world.queue("sim-aws"))).containsExactly(1L, 2L, 3L);
        assertThat(world.availability.routed()).hasSize(4);
    }

    @Test
    void answersAJobOnWhichOurOwnCodeFailsAndLetsTheNextOneRun() {
        var poisoned = job("onlyaws", 1);
        poisoned.getRequest().setModel(null);
        world.accept(poisoned);
        accept("onlyaws", 2, 1);
        for (int i = 0; i < AdmissionFlow.MAX_FAULTS; i++) {
            world.step();
            world.now = world.now.plusSeconds(1);
        }
        assertThat(runs(world.queue("sim-aws"))).containsExactly(2L);
        assertThat(world.responses).extracting(LlmResponse::getRun).containsExactly(1L);
        assertThat(world.responses.getFirst().getError().getType()).isEqualTo(ErrorType.INTERNAL);
        assertThat(world.responses.getFirst().getError().getMessage()).contains("ref-1");
        assertThat(world.poison.kept()).hasSize(1);
    }

    @Test
    void numbersDecisionsWithoutAGapAcrossAborts() {
        accept("fast", 1, 3);
        world.accept(endsAt(job("fast", 4), 0));
        var aborted = world.next(false);
        world.flow.aborted(aborted, -1, false, world.now);
        world.step();
        accept("fast", 5, 2);
        world.step();
        while (!world.step().isEmpty()) {
            // A halved batch leaves some for the next.
        }
        assertThat(world.journal)
                .extracting(event -> event.getSequence().getNumber())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(world.lane().tracker(Applicant.Source.ACCEPTED).mark().offset()).isEqualTo(6);
    }

    @Test
    void keepsTheOrderOfJobsWhoseBatchAborted() {
        accept("onlyaws", 1, 12);
        world.flow.aborted(world.next(false), -1, false, world.now);
        while (!world.step().isEmpty()) {
            // In halved batches.
        }
        assertThat(runs(world.queue("sim-aws"))).containsExactly(numbers(1, 8));
    }

    @Test
    void marksAnAnswerThatCannotBeWrittenOnce() {
        world.accept(endsAt(job("fast", 1), 0));
        var batch = world.next(false);
        assertThat(world.flow.aborted(batch, 0, false, world.now)).isTrue();
        assertThat(world.lane().isUndeliverable(batch.getFirst().applicant())).isTrue();
        assertThat(world.flow.aborted(world.next(false), 0, false, world.now)).isFalse();
        world.step();
        assertThat(world.lane().isUndeliverable(batch.getFirst().applicant())).isFalse();
    }

    @Test
    void leavesAQueueThatTakesNothingAloneForAWhile() {
        accept("onlyaws", 1, 2);
        accept("onlyoai", 3, 1);
        assertThat(world.flow.aborted(world.next(false), 0, false, world.now)).isTrue();
        world.step();
        assertThat(world.queue("sim-aws")).isEmpty();
        assertThat(runs(world.queue("sim-oai"))).containsExactly(3L);
        world.now = world.now.plus(AdmissionFlow.QUEUE_WAIT);
        world.step();
        assertThat(runs(world.queue("sim-aws"))).containsExactly(1L, 2L);
    }

    @Test
    void failsAJobThatIsTooLargeForAQueueAndLetsTheNextGo() {
        accept("onlyaws", 1, 2);
        assertThat(world.flow.aborted(world.next(false), 0, true, world.now)).isTrue();
        world.step();
        assertThat(runs(world.queue("sim-aws"))).containsExactly(2L);
        assertThat(world.responses.getFirst().getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(world.responses.getFirst().getError().getType()).isEqualTo(ErrorType.TOO_LARGE);
    }

    @Test
    void looksAtABoundedNumberOfArrivalsAtATime() {
        accept("onlyaws", 1, AdmissionBatch.MAX_EXAMINED + 1);
        world.step();
        assertThat(world.lane().arrived(Applicant.Source.ACCEPTED)).hasSize(1);
        world.step();
        assertThat(world.lane().arrived(Applicant.Source.ACCEPTED)).isEmpty();
    }

    @Test
    void writesNoPromptIntoTheJournal() {
        accept("fast", 1, 1);
        accept("newest", 2, 1);
        world.step();
        resolveDoubts();
        world.step();
        world.handBack(back(3, ErrorType.OVERLOADED));
        world.step();
        assertThat(world.journal).hasSize(3);
        for (var event : world.journal) {
            assertThat(Samples.encoded(event)).doesNotContain(Samples.PROMPT);
        }
    }

    @Test
    void forgetsTheBytesOfAJobWhenItIsDecided() {
        accept("onlyaws", 1, 9);
        assertThat(world.lane().contents().heldBytes()).isEqualTo(9_000);
        world.step();
        assertThat(world.lane().contents().heldBytes()).isEqualTo(1_000);
    }

    @Test
    void routesAJobWhoseContentWasSetAsideWhenItIsReadAgain() {
        accept("onlyaws", 1, 3);
        world.lane().contents().shrinkTo(0);
        assertThat(world.step()).isEmpty();
        assertThat(world.lane().contents().recalled(Applicant.Source.ACCEPTED)).hasSize(3);
        world.readAgain(Samples.LANE);
        world.step();
        assertThat(AdmissionWorld.runs(world.queue("sim-aws"))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void recallsNoMoreThanItsProviderHasRoomFor() {
        accept("onlyaws", 1, 20);
        world.lane().contents().shrinkTo(0);
        world.step();
        world.step();
        assertThat(world.lane().contents().recalled(Applicant.Source.ACCEPTED)).hasSize(8);
    }

    @Test
    void letsAJobOfAnotherProviderGoWhileOneWaitsForItsContent() {
        accept("onlyaws", 1, 1);
        world.lane().contents().shrinkTo(0);
        accept("onlyoai", 2, 1);
        world.step();
        assertThat(AdmissionWorld.runs(world.queue("sim-oai"))).containsExactly(2L);
        assertThat(world.queue("sim-aws")).isEmpty();
    }

    @Test
    void endsARecalledJobWhoseDeadlinePasses() {
        world.accept(endsAt(job("onlyaws", 1), 5));
        world.lane().contents().shrinkTo(0);
        world.step();
        world.now = NOW.plusSeconds(6);
        world.tick();
        world.step();
        assertThat(world.responses)
                .singleElement()
                .extracting(LlmResponse::getStatus)
                .isEqualTo(JobStatus.EXPIRED);
    }

    @Test
    void failsAJobWhoseRecordWasDeletedWhileItWaited() {
        accept("onlyaws", 1, 1);
        world.lane().contents().shrinkTo(0);
        world.step();
        world.lane().passed(Applicant.Source.ACCEPTED, 1);
        world.step();
        assertThat(world.responses)
                .singleElement()
                .satisfies(
                        response -> {
                            assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
                            assertThat(response.getError().getType())
                                    .isEqualTo(ErrorType.RETENTION);
                        });
    }

    private void resolveDoubts() {
        world.lane().resolveDoubts(world.lane().takeDoubts());
    }

    private void accept(String model, long first, int jobs) {
        for (long number = first; number < first + jobs; number++) {
            world.accept(job(model, number));
        }
    }

    private static Job job(String model, long number) {
        var request = Samples.request("r" + number);
        request.setModel(model);
        return Samples.job(request, number);
    }

    private static Job endsAt(Job job, int secondsFromNow) {
        job.setDeadline(NOW.plusSeconds(secondsFromNow));
        return job;
    }

    private static ReturnedJob back(long number, ErrorType cause) {
        var failed = Samples.route("haiku", "sim-aws");
        return Samples.returned(job("fast", number), failed, cause, NOW);
    }

    private static Long[] numbers(long first, int count) {
        return LongStream.range(first, first + count).boxed().toArray(Long[]::new);
    }
}
