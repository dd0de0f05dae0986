package io.quaestor.cli.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.ChargeLine;
import io.quaestor.cli.chaos.fact.Facts.Closing;
import io.quaestor.cli.chaos.fact.Facts.Event;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import io.quaestor.cli.chaos.fact.Facts.Observation;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.cli.chaos.fact.Facts.Total;
import io.quaestor.cli.chaos.fact.Facts.Usage;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.cli.chaos.plan.Fault.Kind;
import io.quaestor.cli.chaos.plan.Target;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each invariant is shown a story that breaks it in one place, and says so. */
class InvariantsTest {
    private static final String SECOND_ATTEMPT = Story.RUN + "/2/2";

    private final Story story = new Story();

    @Test
    void findsNothingInAStoryThatIsInOrder() {
        assertThat(Invariants.violations(story.facts())).isEmpty();
    }

    @Test
    void tellsOnlySoManyOfEach() {
        for (int i = 0; i < 100; i++) {
            story.remains.add("process " + i);
        }

        assertThat(Invariants.violations(story.facts()))
                .hasSize(Invariants.TOLD_MOST + 1)
                .last()
                .isEqualTo("NothingLeftRunning: and 80 more");
    }

    @Test
    void findsALostSubmission() {
        story.submissions.add(
                Story.submission(new Place("llm.requests", 1, 1), 0, "plain-2", "books"));

        broken(new OneAnswerEach(), "lost: no response to llm.requests-1@1");
    }

    @Test
    void findsBytesThatBecameNoDeadLetter() {
        var garbage = new Place("llm.requests", 1, 2);
        story.submissions.add(new Submission(garbage, Story.at(0), Optional.empty()));
        broken(new OneAnswerEach(), "lost: no response to llm.requests-1@2");

        story.deadLetters.add(garbage);
        assertThat(new OneAnswerEach().violations(story.facts())).isEmpty();
    }

    @Test
    void findsASecondAnswer() {
        story.answers.add(Story.answer(new Place("llm.responses", 3, 50), Story.FIRST, false));

        broken(
                new OneAnswerEach(),
                "answered twice: llm.requests-0@7, again at llm.responses-3@50");
    }

    @Test
    void findsAnAnswerToNothing() {
        story.answers.add(
                Story.answer(
                        new Place("llm.responses", 3, 50), new Place("llm.requests", 5, 5), false));

        broken(new OneAnswerEach(), "a response to no submission: llm.requests-5@5");
    }

    @Test
    void findsAnAnswerOnAnotherTopicThanWasAsked() {
        story.answers.set(0, Story.answer(new Place(Errands.REPLIES, 3, 40), Story.FIRST, false));

        broken(
                new OneAnswerEach(),
                "not on the topic it was asked for: llm.requests-0@7 at llm.responses.campaign-3@40");
    }

    @Test
    void findsAnotherRequestUnderAUsedIdThatWasTaken() {
        story.submissions.set(
                1, Story.submission(Story.SECOND, 5_000, "plain-1", "something else"));

        broken(new ConflictsRefused(), "taken under the id of another");

        story.answers.set(0, ended(story.answers.get(0), JobStatus.FAILED, ErrorType.TIMEOUT));
        assertThat(new ConflictsRefused().violations(story.facts())).isEmpty();
    }

    @Test
    void findsARepetitionThatWasRefusedAsAConflict() {
        story.answers.set(1, ended(story.answers.get(1), JobStatus.REJECTED, ErrorType.CONFLICT));

        broken(new ConflictsRefused(), "refused as a conflict");
    }

    private static Answer ended(Answer answer, JobStatus status, ErrorType error) {
        return new Answer(
                answer.at(),
                answer.time(),
                answer.run(),
                answer.requestId(),
                answer.submission(),
                answer.replayed(),
                status,
                error,
                answer.costNanoUsd(),
                answer.eventId());
    }

    @Test
    void findsWhatWasAcknowledgedAndIsGone() {
        story.acknowledged.add(new Place("llm.requests", 6, 6));

        broken(new OneAnswerEach(), "acknowledged, but not there: llm.requests-6@6");
    }

    @Test
    void findsAnInvalidRequestThatWasNotRefused() {
        var answer = story.answers.getFirst();
        story.answers.set(0, withId(answer, "invalid-3"));
        broken(new RefusalsTyped(), "not so answered");
    }

    @Test
    void findsAJobThatFailedOnOurOwnCode() {
        story.answers.set(0, ended(story.answers.getFirst(), JobStatus.FAILED, ErrorType.INTERNAL));

        broken(new RefusalsTyped(), "INTERNAL");
    }

    private static Answer withId(Answer answer, String requestId) {
        return new Answer(
                answer.at(),
                answer.time(),
                answer.run(),
                requestId,
                answer.submission(),
                answer.replayed(),
                answer.status(),
                answer.error(),
                answer.costNanoUsd(),
                answer.eventId());
    }

    @Test
    void findsACallWithoutAnIntent() {
        story.calls.add(Story.answered(SECOND_ATTEMPT, 400));

        broken(new CallsIntended(), "a call without an intent");
    }

    @Test
    void findsACallBeforeItsIntent() {
        story.calls.set(0, Story.answered(Story.ATTEMPT, 299));

        broken(new CallsIntended(), "a call 1 ms before its intent");
    }

    @Test
    void findsTwoCallsOfOneIntent() {
        story.calls.add(Story.answered(Story.ATTEMPT, 900));

        broken(new CallsIntended(), "an intent led to two calls");
    }

    @Test
    void findsAnAttemptThatNeverEndedOrTwiceOrNeverBegan() {
        story.attemptEnds.add(story.attemptEnds.getFirst());
        broken(new AttemptsEnd(), "ended twice");

        story.attemptEnds.clear();
        broken(new AttemptsEnd(), "intended, and never ended");

        story.intents.clear();
        story.attemptEnds.add(
                Story.end(Story.ATTEMPT, AttemptOutcome.SUCCEEDED, Billing.BILLED, 700));
        broken(new AttemptsEnd(), "ended, but never intended");
    }

    @Test
    void findsAnUnchargedCall() {
        story.charges.clear();

        broken(new CallsCharged(), "uncharged: Call[attempt=job-1/7/1/1");
        assertThat(CallsCharged.uncharged(story.facts())).hasSize(1);
    }

    @Test
    void findsANanoDollarThatIsMissing() {
        story.charges.set(
                1,
                new ChargeLine(
                        Story.DISPATCH + "/OUTPUT",
                        Story.DISPATCH,
                        Set.of(Story.WINDOW),
                        233,
                        Story.at(800)));

        broken(new CallsCharged(), "job-1/7/1 cost 1234 and is charged 1233");
        broken(new TotalsAddUp(), Story.WINDOW + ": the charges come to 1233, the total is 1234");
    }

    @Test
    void findsAChargeThatIsThereTwice() {
        story.charges.add(story.charges.getFirst());

        broken(new CallsCharged(), "charged twice");
    }

    @Test
    void findsAChargeForNothing() {
        story.charges.add(
                new ChargeLine("x", Story.RUN + "/3", Set.of(Story.WINDOW), 5, Story.at(900)));

        broken(new CallsCharged(), "job-1/7/3 is charged 5 and cost nothing");
    }

    @Test
    void takesWhatWasObservedForAnOutcomeThatWasUnknown() {
        story.attemptEnds.set(
                0,
                Story.end(
                        Story.ATTEMPT,
                        AttemptOutcome.UNKNOWN,
                        Billing.UNKNOWN,
                        ErrorType.OUTCOME_UNKNOWN,
                        700));
        story.observations.add(
                new Observation(Story.ATTEMPT, Story.DISPATCH, 1_000, Story.at(900)));
        broken(new CallsCharged(), "job-1/7/1 cost 1000 and is charged 1234");

        story.charges.add(
                new ChargeLine(
                        Story.DISPATCH + "/ESTIMATE/correction",
                        Story.DISPATCH,
                        Set.of(Story.WINDOW),
                        -234,
                        Story.at(900)));
        assertThat(new CallsCharged().violations(story.facts())).isEmpty();
    }

    @Test
    void findsATotalOfNothing() {
        story.totals.put("beta|DAY|2027-01-15T00:00:00Z", new Total(1, 0));

        broken(new TotalsAddUp(), "the charges come to 0, the total is 1");
    }

    @Test
    void findsWhatIsStillHeld() {
        story.totals.put(Story.WINDOW, new Total(Story.COST, 7));

        broken(new TotalsAddUp(), Story.WINDOW + ": 7 are still held, though every job has ended");
    }

    @Test
    void findsARunThatNeverEnded() {
        story.jobEnds.clear();

        broken(new RecordsAgree(), "0 terminal events of Acceptance[run=job-1/7");
    }

    @Test
    void findsAnAnswerThatTheJournalDoesNotKnow() {
        var end = story.jobEnds.getFirst();
        story.jobEnds.set(
                0,
                new JobEnd(
                        end.run(),
                        end.eventId(),
                        end.submission(),
                        end.response(),
                        end.status(),
                        end.eventCount(),
                        1,
                        end.time()));

        broken(new RecordsAgree(), "is not Answer[at=llm.responses-3@40");
    }

    @Test
    void findsARepeatedAnswerThatNobodyOrderedOrThatIsAnother() {
        story.repetitions.clear();
        broken(new RecordsAgree(), "ordered 0 times");

        story.answers.removeFirst();
        broken(new RecordsAgree(), "repeats null");
    }

    @Test
    void findsACallAfterTheDeadline() {
        story.calls.set(0, Story.answered(Story.ATTEMPT, 61_001));
        broken(new DeadlinesKept(), "a call 1001 ms after the deadline");

        story.calls.set(0, Story.answered(Story.ATTEMPT, 61_000));
        assertThat(new DeadlinesKept().violations(story.facts())).isEmpty();
    }

    @Test
    void doesNotJudgeWhatAFrozenSimulatorFindsWhenItGoesOn() {
        story.calls.set(0, Story.answered(Story.ATTEMPT, 65_000));
        story.disturb(Kind.PAUSE, Target.SIMULATOR, "simulator", 58_000, 64_500);

        assertThat(new DeadlinesKept().violations(story.facts())).isEmpty();
    }

    @Test
    void findsAJobThatAClosedBudgetLetIn() {
        story.closings.add(new Closing("alpha-day", Story.KEY, Story.at(1_000)));
        story.admissions.add(Story.admission("job-2/8/1", 3_001));
        broken(
                new ClosedBudgetsRefuse(),
                "job-2/8/1 was let in 2001 ms after alpha-day had closed");
    }

    @Test
    void letsAJobComeBackUnderItsHoldThoughTheBudgetHasClosed() {
        story.closings.add(new Closing("alpha-day", Story.KEY, Story.at(1_000)));
        story.admissions.add(Story.admission(Story.DISPATCH, 30_000));

        assertThat(new ClosedBudgetsRefuse().violations(story.facts())).isEmpty();
    }

    @Test
    void findsAnOutcomeThatIsUnknownThoughNobodyWasDisturbed() {
        story.attemptEnds.set(0, unknown(Story.ATTEMPT, 700));
        broken(new Repetitions(), "declared unknown while no owner changed");

        story.disturb(Kind.KILL, Target.WORKER, "router-worker-1", 500, 1_500);
        assertThat(new Repetitions().violations(story.facts())).isEmpty();
    }

    @Test
    void doesNotTakeForUnknownWhatWasNotCalled() {
        story.attemptEnds.set(
                0,
                Story.end(
                        Story.ATTEMPT,
                        AttemptOutcome.FAILED,
                        Billing.UNBILLED,
                        ErrorType.OUTCOME_UNKNOWN,
                        700));

        assertThat(new Repetitions().violations(story.facts())).isEmpty();
        assertThat(Repetitions.unknowns(story.facts())).isEmpty();
    }

    @Test
    void countsWhatIsCalledAgain() {
        story.attemptEnds.set(0, unknown(Story.ATTEMPT, 7_000));
        story.intents.add(
                new Intent(
                        SECOND_ATTEMPT,
                        Story.RUN + "/2",
                        Story.RUN,
                        "router-worker-2",
                        Story.at(7_200)));
        story.calls.add(Story.answered(SECOND_ATTEMPT, 7_210));
        story.disturb(Kind.KILL, Target.WORKER, "router-worker-1", 500, 1_500);

        assertThat(Repetitions.repeated(story.facts()))
                .extracting(Call::attempt)
                .containsExactly(SECOND_ATTEMPT);
        assertThat(Repetitions.mostPerFault(story.facts())).isEqualTo(1);
    }

    @Test
    void findsAJobThatSucceededTwice() {
        story.attemptEnds.add(
                Story.end(SECOND_ATTEMPT, AttemptOutcome.SUCCEEDED, Billing.BILLED, 900));

        broken(new Repetitions(), "job-1/7 succeeded 2 times");
    }

    private static AttemptEnd unknown(String attempt, long millis) {
        return Story.end(
                attempt,
                AttemptOutcome.UNKNOWN,
                Billing.UNKNOWN,
                ErrorType.OUTCOME_UNKNOWN,
                millis);
    }

    @Test
    void findsAGapInARun() {
        story.events.remove(2);

        broken(new SequencesContiguous(), "run job-1/7: not contiguous from 1: [2 then 4]");
    }

    @Test
    void findsALastEventThatIsMissing() {
        story.events.remove(4);

        broken(new SequencesContiguous(), "job-1/7/5 counts 5 events, the last has number 4");
    }

    @Test
    void findsAGapOfAStage() {
        story.events.add(
                new Event(
                        4,
                        9,
                        Story.at(9_000),
                        "SubmissionReplayed",
                        "INGEST_TASK/0/4",
                        Story.RUN,
                        0,
                        "INGEST_TASK/0",
                        4));

        assertThat(new SequencesContiguous().violations(story.facts()))
                .containsExactly("INGEST_TASK/0: not contiguous from 1: [2 then 4]");
    }

    @Test
    void findsABrokenChainAndALaneThatIsNotChainedToItsEnd() {
        story.auditProblems.add("chain 4 entry 2: LEAF_MISMATCH");
        story.chainedTo.put(4, 5L);

        assertThat(new AuditVerifies().violations(story.facts()))
                .containsExactly(
                        "chain 4 entry 2: LEAF_MISMATCH",
                        "lane 4: 5 is chained next, the journal's last event is at 5");
    }

    @Test
    void findsAWorkersJobsThatWentOnTooLate() {
        story.disturb(Kind.KILL, Target.WORKER, "router-worker-1", 305, 1_000);
        story.attemptEnds.set(0, unknown(Story.ATTEMPT, 10_400));
        story.events.subList(3, 5).clear();
        story.events.add(
                new Event(
                        4,
                        6,
                        Story.at(10_400),
                        "AttemptFinished",
                        Story.RUN + "/4",
                        Story.RUN,
                        4,
                        "",
                        0));
        story.events.removeIf(event -> event.time() == Story.at(5_100));

        broken(new Recoveries(), "went on after 10095 ms");
        // Two faults at once have no published bound.
        story.disturb(Kind.PAUSE, Target.BROKER, "broker", 2_000, 9_000);
        assertThat(new Recoveries().violations(story.facts())).isEmpty();
    }

    @Test
    void measuresFromTheStartOfWhatWasKilled() {
        story.disturb(Kind.KILL, Target.SINK, "audit-sink-1", 300, 4_000);
        story.disturb(Kind.KILL, Target.AGGREGATOR, "spend-aggregator-1", 100, 650);
        story.chainedAt.addAll(List.of(Story.at(2_000), Story.at(6_500)));

        assertThat(Recoveries.of(story.facts()))
                .extracting(Recoveries.Recovery::millis)
                .containsExactly(2_500L, 150L);
    }

    @Test
    void findsAProcessThatOpensMoreAndMoreFilesOrTakesTooMuchMemory() {
        story.usages.add(new Usage("broker", 1, Story.at(0), 100, 50));
        story.usages.add(new Usage("broker", 1, Story.at(20_000), 100, 200));
        story.usages.add(new Usage("broker", 1, Story.at(90_000), 100, 350));
        assertThat(new ResourcesSteady().violations(story.facts())).isEmpty();

        story.usages.add(new Usage("broker", 1, Story.at(95_000), 900L << 20, 351));

        assertThat(new ResourcesSteady().violations(story.facts()))
                .containsExactly(
                        "Incarnation[process=broker, pid=1] took 900 MiB",
                        "Incarnation[process=broker, pid=1] had 200 files open when warm and 351 at the end");
    }

    @Test
    void findsAProcessThatIsLeft() {
        story.remains.add("4711 /usr/bin/java");

        broken(new NothingLeftRunning(), "still runs: 4711 /usr/bin/java");
    }

    private void broken(Invariant invariant, String sentence) {
        assertThat(invariant.violations(story.facts()))
                .anySatisfy(violation -> assertThat(violation).contains(sentence));
    }
}
