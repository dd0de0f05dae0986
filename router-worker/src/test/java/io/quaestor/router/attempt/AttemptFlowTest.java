package io.quaestor.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AttemptStarted;
import io.quaestor.event.JobStatus;
import io.quaestor.event.UsageObserved;
import io.quaestor.router.Samples;
import io.quaestor.router.attempt.AttemptWorld.Call;
import io.quaestor.router.attempt.AttemptWorld.End;
import io.quaestor.router.attempt.AttemptWorld.Queue;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.job.Decided;
import io.quaestor.router.waits.Wait;
import io.quaestor.router.waits.WaitReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptFlowTest {
    private final AttemptWorld world = new AttemptWorld();

    @Test
    void startsJobsInOffsetOrderUpToTheCapAndFillsItAgain() {
        world.cap("p", 3);
        var queue = filled("p", 1, 5);
        assertThat(starts(world.step(End.COMMITTED))).containsExactly(0L, 1L, 2L);
        assertThat(world.step(End.COMMITTED)).isEmpty();
        world.end(queue, 1, Replies.completed(Replies.usage()));
        var batch = world.step(End.COMMITTED);
        assertThat(batch)
                .extracting(AttemptFlow.Item::kind)
                .containsExactly(AttemptFlow.Kind.FINISHES, AttemptFlow.Kind.STARTS);
        assertThat(starts(batch)).containsExactly(3L);
    }

    @Test
    void sharesACapOverTheLanesOfAProviderAndNotWithAnother() {
        world.cap("p", 2);
        world.cap("q", 1);
        filled("p", 1, 3);
        filled("p", 2, 3);
        filled("q", 1, 3);
        world.step(End.COMMITTED);
        assertThat(world.open())
                .extracting(Call::queue)
                .containsExactlyInAnyOrder(new Queue("p", 1), new Queue("p", 2), new Queue("q", 1));
    }

    @Test
    void startsTheJobsOfAProviderInTurnsOfDepartmentsByWeightWhateverLaneTheyAreIn() {
        world.cap("p", 5);
        world.weights.put("heavy", 3);
        var one = world.queue("p", 1);
        var two = world.queue("p", 2);
        for (int i = 0; i < 40; i++) {
            world.append(one, "light");
            world.append(one, "small");
            world.append(two, "heavy");
        }
        world.readAll();
        for (int i = 0; i < 10; i++) {
            world.step(End.COMMITTED);
            for (var call : List.copyOf(world.open())) {
                world.end(call.queue(), call.offset(), Replies.completed(Replies.usage()));
            }
        }
        assertThat(started(one, 80)).isEqualTo(20);
        assertThat(started(two, 40)).isEqualTo(30);
    }

    @Test
    void keepsAJobOfANewerCatalogueUntilItIsInForceHere() {
        var behind = filled("p", 1, 2);
        world.job(behind, 0).setCatalogVersion(world.catalogVersion + 1);
        filled("q", 1, 1);
        assertThat(starts(world.step(End.COMMITTED))).hasSize(1);
        assertThat(world.open()).extracting(Call::queue).containsExactly(new Queue("q", 1));
        assertThat(world.waits())
                .isEqualTo(Map.of(new Wait("p", Samples.DEPARTMENT, WaitReason.CATALOG), 2));
        world.catalogVersion++;
        assertThat(starts(world.step(End.COMMITTED))).containsExactly(0L, 1L);
    }

    @Test
    void tellsWhoWaitsForAPlaceAndWhoForTheRate() {
        world.cap("p", 1);
        var full = world.queue("p", 1);
        var paced = world.queue("q", 2);
        world.answers.add(new StartGate.Go());
        world.answers.add(new StartGate.NotNow());
        for (int i = 0; i < 3; i++) {
            world.append(full, "a");
            world.append(paced, "b");
        }
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.waits())
                .isEqualTo(
                        Map.of(
                                new Wait("p", "a", WaitReason.IN_FLIGHT), 2,
                                new Wait("q", "b", WaitReason.RATE), 3));
    }

    @Test
    void letsNoProviderHaveAllOfASmallBatch() {
        world.cap("p", 100);
        world.cap("q", 100);
        var many = filled("p", 1, 60);
        var few = filled("q", 1, 3);
        for (int i = 0; i < 9; i++) {
            world.step(End.ABORTED);
        }
        for (int i = 0; i < 3; i++) {
            world.step(End.COMMITTED);
        }
        assertThat(started(few, 3)).isEqualTo(3);
        assertThat(started(many, 60)).isPositive();
    }

    @Test
    void answersACancelledJobThatWaitsBehindOthersWithoutACall() {
        world.cap("p", 1);
        var queue = filled("p", 1, 3);
        world.step(End.COMMITTED);
        world.cancel(queue, 2);
        assertThat(answers(world.step(End.COMMITTED))).containsExactly(JobStatus.CANCELLED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        assertThat(world.open()).extracting(Call::offset).containsExactly(1L);
    }

    @Test
    void answersAJobThatIsCancelledDuringItsCallAtOnceAndTellsItsCostWhenTheCallEnds() {
        world.cap("p", 1);
        var queue = filled("p", 1, 2);
        world.step(End.COMMITTED);
        world.cancel(queue, 0);
        assertThat(answers(world.step(End.COMMITTED))).containsExactly(JobStatus.CANCELLED);
        assertThat(world.step(End.COMMITTED)).as("the open call keeps its slot").isEmpty();
        world.end(queue, 0, Replies.completed(Replies.usage()));
        assertThat(world.step(End.COMMITTED))
                .extracting(AttemptFlow.Item::kind)
                .containsExactly(AttemptFlow.Kind.OBSERVES, AttemptFlow.Kind.STARTS);
        assertThat(world.fate(queue, 0).observed).isOne();
    }

    @Test
    void answersAJobCancelledBetweenTheEndOfItsCallAndItsAnswer() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.cancel(queue, 0);
        assertThat(answers(world.step(End.COMMITTED))).containsExactly(JobStatus.CANCELLED);
        assertThat(world.fate(queue, 0).settled).isTrue();
    }

    @Test
    void tellsTheCostOfACancelledCallThoughTheTransactionThatAnsweredItSeemedLost() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.cancel(queue, 0);
        world.step(End.LOST_BUT_COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.reopenAll();
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).observed).isOne();
        world.checkNothingIsLost();
    }

    @Test
    void startsNothingWhileTheRateIsUsedUpAndSendsAwayWhoseRouteIsOutOfService() {
        var queue = filled("p", 1, 2);
        world.answers.add(new StartGate.NotNow());
        assertThat(world.step(End.COMMITTED)).isEmpty();
        world.answers.add(new StartGate.NotHere(world.now.plusSeconds(5), 0.5));
        var batch = world.step(End.COMMITTED);
        assertThat(starts(batch)).containsExactly(1L);
        assertThat(batch.getFirst().decided().next()).isInstanceOf(Decided.HandedOn.class);
        assertThat(world.fate(queue, 0).started).isZero();
    }

    @Test
    void answersAJobOnWhichOurOwnCodeFailsAndLetsTheNextOneRun() {
        var queue = world.queue("p", 1);
        world.append(queue);
        world.append(queue);
        world.job(queue, 0).getRoute().setModelId("no such\nid");
        world.readAll();
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.end(queue, 1, Replies.completed(Replies.usage()));
        assertThat(answers(world.step(End.COMMITTED))).containsExactly(JobStatus.SUCCEEDED);
        assertThat(world.step(End.COMMITTED)).isEmpty();
        assertThat(answers(world.step(End.COMMITTED))).containsExactly(JobStatus.FAILED);
        assertThat(world.poison.kept()).hasSize(1);
        assertThat(world.lane(queue).tracker().unfinished()).isZero();
    }

    private static List<JobStatus> answers(List<AttemptFlow.Item> batch) {
        return batch.stream()
                .map(item -> item.decided().next())
                .filter(Decided.Answered.class::isInstance)
                .map(next -> ((Decided.Answered) next).response().getStatus())
                .toList();
    }

    @Test
    void countsTheOpenCallsOfLanesThatAreReadAnew() {
        world.cap("p", 2);
        filled("p", 1, 2);
        var other = world.queue("p", 2);
        world.step(End.COMMITTED);
        assertThat(world.open()).hasSize(2);
        world.append(other);
        world.step(End.COMMITTED);
        loseOne();
        world.reopen(other);
        world.read(other, 9);
        assertThat(world.step(End.COMMITTED)).isEmpty();
    }

    /** A lost transaction that holds nothing but an answer of a third provider. */
    private void loseOne() {
        var elsewhere = filled("q", 1, 1);
        world.step(End.COMMITTED);
        world.end(elsewhere, 0, Replies.completed(Replies.usage()));
        world.step(End.LOST);
    }

    @Test
    void holdsABatchToItsBound() {
        world.cap("p", 5_000);
        filled("p", 1, AttemptFlow.MAX_BATCH + 7);
        assertThat(world.step(End.COMMITTED)).hasSize(AttemptFlow.MAX_BATCH);
        assertThat(world.step(End.COMMITTED)).hasSize(7);
    }

    @Test
    void halvesTheBatchOfAnAbortUntilOneIsAloneAndGrowsAgain() {
        world.cap("p", 5_000);
        filled("p", 1, 64);
        world.step(End.ABORTED);
        for (int i = 0; i < 12; i++) {
            world.step(End.ABORTED);
        }
        assertThat(starts(world.step(End.COMMITTED))).containsExactly(0L);
        assertThat(starts(world.step(End.COMMITTED))).containsExactly(1L, 2L);
    }

    @Test
    void restoresEverythingOfAnAbortedBatch() {
        world.cap("p", 2);
        var queue = filled("p", 1, 3);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        var before = world.lane(queue).tracker().mark();
        var aborted = world.step(End.ABORTED);
        assertThat(world.lane(queue).tracker().mark()).isEqualTo(before);
        assertThat(offsets(world.step(End.COMMITTED))).containsExactlyElementsOf(offsets(aborted));
        assertThat(world.open()).extracting(Call::offset).containsExactly(1L, 2L);
    }

    @Test
    void answersTheCulpritOfAnAbortAsUndeliverable() {
        world.cap("p", 2);
        var queue = filled("p", 1, 2);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.end(queue, 1, Replies.completed(Replies.usage()));
        var batch = world.flow().next(List.of(world.lane(queue)), List.of(), world.now);
        assertThat(world.flow().aborted(batch, 1)).isTrue();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).undeliverable).isFalse();
        assertThat(world.fate(queue, 1).undeliverable).isTrue();
    }

    @Test
    void doesNotTryAtOnceAgainWhenTheUndeliverableAnswerItselfFails() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        var lanes = List.of(world.lane(queue));
        assertThat(world.flow().aborted(world.flow().next(lanes, List.of(), world.now), 0))
                .isTrue();
        assertThat(world.flow().aborted(world.flow().next(lanes, List.of(), world.now), 0))
                .isFalse();
    }

    @Test
    void blamesNoHandBackAndNoIntent() {
        world.cap("p", 1);
        var queue = filled("p", 1, 2);
        var lanes = List.of(world.lane(queue));
        assertThat(world.flow().aborted(world.flow().next(lanes, List.of(), world.now), 0))
                .isFalse();
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.throttled(Optional.empty()));
        assertThat(world.flow().aborted(world.flow().next(lanes, List.of(), world.now), 0))
                .isFalse();
        assertThat(world.lane(queue).undeliverable()).isEmpty();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).ends).isOne();
    }

    @Test
    void letsOnlyAnswersWaitForATopicWhoseSchemaCannotBeLookedUp() {
        world.cap("p", 3);
        var queue = filled("p", 1, 3);
        world.job(queue, 0).getJob().setReplyTopic("llm.responses.team");
        world.step(End.COMMITTED);
        for (long offset = 0; offset < 3; offset++) {
            world.end(queue, offset, Replies.completed(Replies.usage()));
        }
        var batch = world.flow().next(List.of(world.lane(queue)), List.of(), world.now);
        world.flow().unwritable(batch, batch.getFirst(), world.now);
        assertThat(offsets(world.step(End.COMMITTED))).containsExactly(1L, 2L);
        assertThat(world.step(End.COMMITTED)).isEmpty();
        world.now = world.now.plus(AttemptFlow.TOPIC_WAIT);
        assertThat(offsets(world.step(End.COMMITTED))).containsExactly(0L);
    }

    @Test
    void callsOnceAfterALostIntentThatDoesNotCount() {
        var queue = filled("p", 1, 2);
        world.step(End.LOST);
        assertThat(world.open()).isEmpty();
        world.reopenAll();
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.open()).extracting(Call::offset).containsExactly(0L, 1L);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.end(queue, 1, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        world.checkNothingIsLost();
    }

    @Test
    void callsNobodyWhoseIntentCountsThoughItsTransactionSeemedLost() {
        var queue = filled("p", 1, 2);
        world.step(End.LOST_BUT_COMMITTED);
        world.cancel(queue, 1);
        world.reopenAll();
        world.readAll();
        var batch = world.step(End.COMMITTED);
        assertThat(batch.getFirst().decided().next()).isInstanceOf(Decided.HandedOn.class);
        assertThat(answers(batch)).containsExactly(JobStatus.CANCELLED);
        assertThat(world.open()).isEmpty();
        world.checkNothingIsLost();
    }

    @Test
    void tellsTheCostOfACallThatTheNextOwnerOfItsLaneHasDeclaredUnknown() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.step(End.LOST);
        world.declareUnknown(queue, 0);
        world.reopenAll();
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).observed).isOne();
    }

    @Test
    void makesNoCallOfAJobThatWasCancelledAfterItsIntent() {
        var queue = filled("p", 1, 1);
        var job = world.job(queue, 0);
        assertThat(world.flow().refusal(job, world.now, world.now)).isEmpty();
        world.cancel(queue, 0);
        assertThat(world.flow().refusal(job, world.now, world.now)).isPresent();
    }

    @Test
    void makesNoCallWhoseIntentIsOlderThanTheNextOwnerMayBe() {
        var queue = filled("p", 1, 1);
        var job = world.job(queue, 0);
        var atLast = world.now.plus(Settlement.MAX_START);
        assertThat(world.flow().refusal(job, world.now, atLast)).isEmpty();
        assertThat(world.flow().refusal(job, world.now, atLast.plusMillis(1))).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "LOST_BUT_COMMITTED"})
    void answersOnceAfterALostOutcomeWhetherItIsCommittedOrNot(End end) {
        world.cap("p", 3);
        var queue = filled("p", 1, 3);
        world.step(End.COMMITTED);
        // Out of order: the first goes on.
        world.end(queue, 1, Replies.completed(Replies.usage()));
        world.step(end);
        world.reopenAll();
        // The outcome waits until its record was read again.
        assertThat(world.step(End.COMMITTED)).isEmpty();
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 1).ends).isOne();
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.end(queue, 2, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        world.checkNothingIsLost();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "LOST_BUT_COMMITTED"})
    void keepsAnOutcomeThatCameWhileItsLaneWasReadAnew(End end) {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        var other = filled("q", 1, 1);
        world.step(end);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.reopenAll();
        world.readAll();
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).ends).isOne();
        assertThat(world.fate(other, 0).started).isOne();
    }

    @Test
    void declaresTheCallsOfADeadOwnerUnknownAndCallsNoneAgain() {
        world.cap("p", 2);
        var queue = filled("p", 1, 4);
        world.step(End.COMMITTED);
        world.end(queue, 1, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        world.crash();
        world.readAll();
        // 0 and 2 were open, 1 was answered, 3 was not started.
        var batch = world.step(End.COMMITTED);
        assertThat(finishes(batch)).containsExactly(0L, 2L);
        assertThat(starts(batch)).containsExactly(3L);
        assertThat(world.fate(queue, 1).calls).isOne();
    }

    @Test
    void expiresAnOverdueHeadInsteadOfStartingIt() {
        var queue = world.queue("p", 1);
        world.append(queue, world.now);
        world.append(queue);
        world.readAll();
        var batch = world.step(End.COMMITTED);
        assertThat(finishes(batch)).containsExactly(0L);
        assertThat(starts(batch)).containsExactly(1L);
        assertThat(world.fate(queue, 0).started).isZero();
    }

    @Test
    void expiresJobsThatWaitBehindOthersOnTheTick() {
        world.cap("p", 1);
        var queue = filled("p", 1, 2);
        world.append(queue, world.now.plusSeconds(5));
        world.readAll();
        world.step(End.COMMITTED);
        world.now = world.now.plusSeconds(5);
        assertThat(world.step(End.COMMITTED)).isEmpty();
        world.tick();
        assertThat(finishes(world.step(End.COMMITTED))).containsExactly(2L);
    }

    @Test
    void keepsAnExpiryWhoseTransactionAborted() {
        var queue = world.queue("p", 1);
        world.append(queue, world.now);
        world.readAll();
        world.step(End.ABORTED);
        assertThat(finishes(world.step(End.COMMITTED))).containsExactly(0L);
        world.checkNothingIsLost();
    }

    @Test
    void startsNothingInALaneThatDrainsButWritesWhatEndsThere() {
        world.cap("p", 1);
        var queue = filled("p", 1, 3);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.drain(queue, End.COMMITTED);
        assertThat(world.fate(queue, 0).ends).isOne();
        assertThat(world.open()).isEmpty();
    }

    @Test
    void writesOnlyTheUsageOfACallThatEndsAfterItsLaneWentAway() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.forget(queue);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        var batch = world.step(End.COMMITTED);
        assertThat(batch).hasSize(1);
        assertThat(batch.getFirst().decided().next()).isEqualTo(new Decided.Stays());
        assertThat(batch.getFirst().decided().events().getFirst().getEvent())
                .isInstanceOf(UsageObserved.class);
        assertThat(world.fate(queue, 0).ends).isZero();
        assertThat(world.step(End.COMMITTED)).isEmpty();
    }

    @Test
    void writesTheUsageAgainWhenItsTransactionAborts() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.forget(queue);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.step(End.ABORTED);
        world.step(End.COMMITTED);
        assertThat(world.fate(queue, 0).observed).isOne();
    }

    @Test
    void takesALaneThatComesBackAsANewOne() {
        var queue = filled("p", 1, 1);
        world.step(End.COMMITTED);
        world.forget(queue);
        world.take(queue);
        world.readAll();
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        var fate = world.fate(queue, 0);
        assertThat(fate.ends).isOne();
        assertThat(fate.observed).isOne();
        assertThat(fate.calls).isOne();
    }

    @Test
    void keepsAnUnreadableRecordFinishedWhenTheNextTransactionAborts() {
        var queue = filled("p", 1, 2);
        world.append(queue);
        world.lane(queue).skip(2);
        world.step(End.ABORTED);
        world.step(End.COMMITTED);
        world.end(queue, 0, Replies.completed(Replies.usage()));
        world.end(queue, 1, Replies.completed(Replies.usage()));
        world.step(End.COMMITTED);
        assertThat(world.mark(queue).offset()).isEqualTo(3);
    }

    private long started(Queue queue, int jobs) {
        return LongStream.range(0, jobs)
                .filter(offset -> world.fate(queue, offset).started > 0)
                .count();
    }

    private Queue filled(String provider, int lane, int jobs) {
        var queue = world.queue(provider, lane);
        for (int i = 0; i < jobs; i++) {
            world.append(queue);
        }
        world.read(queue, jobs);
        return queue;
    }

    private static List<Long> starts(List<AttemptFlow.Item> batch) {
        return batch.stream()
                .filter(item -> item.kind() == AttemptFlow.Kind.STARTS)
                .peek(
                        item ->
                                assertThat(item.decided().events().getFirst().getEvent())
                                        .isInstanceOf(AttemptStarted.class))
                .map(AttemptFlow.Item::offset)
                .toList();
    }

    private static List<Long> finishes(List<AttemptFlow.Item> batch) {
        return batch.stream()
                .filter(item -> item.kind() == AttemptFlow.Kind.FINISHES)
                .map(AttemptFlow.Item::offset)
                .toList();
    }

    private static List<Long> offsets(List<AttemptFlow.Item> batch) {
        return batch.stream().map(AttemptFlow.Item::offset).toList();
    }
}
