package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Acceptance;
import io.quaestor.cli.chaos.fact.Facts.Admission;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.Asked;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.Audit;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.ChargeLine;
import io.quaestor.cli.chaos.fact.Facts.Closing;
import io.quaestor.cli.chaos.fact.Facts.Event;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import io.quaestor.cli.chaos.fact.Facts.Observation;
import io.quaestor.cli.chaos.fact.Facts.Repetition;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.cli.chaos.fact.Facts.Total;
import io.quaestor.cli.chaos.fact.Facts.Usage;
import io.quaestor.cli.chaos.fact.FactsFromTopics;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.cli.chaos.plan.Fault;
import io.quaestor.cli.chaos.plan.Target;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Facts in the making: begins with one job that succeeded as it should, submitted twice, and is
 * then spoilt by a test. Times are milliseconds after {@link #BEGIN}.
 */
final class Story {
    static final long BEGIN = 1_800_000_000_000L;
    static final String RUN = "job-1/7";
    static final String DISPATCH = RUN + "/1";
    static final String ATTEMPT = DISPATCH + "/1";
    static final String WINDOW = "alpha|DAY|2027-01-15T00:00:00Z";
    static final String KEY = "alpha|DEPARTMENT|alpha|DAY|2027-01-15T00:00:00Z";
    static final Place FIRST = new Place("llm.requests", 0, 7);
    static final Place SECOND = new Place("llm.requests", 0, 9);
    static final Place RESPONSE = new Place("llm.responses", 3, 40);
    static final Place REPEATED = new Place("llm.responses", 3, 44);
    static final String END_ID = RUN + "/5";
    static final long COST = 1_234;

    final List<Submission> submissions = new ArrayList<>();
    final Set<Place> acknowledged = new HashSet<>();
    final List<Answer> answers = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Acceptance> acceptances = new ArrayList<>();
    final List<Admission> admissions = new ArrayList<>();
    final List<Intent> intents = new ArrayList<>();
    final List<AttemptEnd> attemptEnds = new ArrayList<>();
    final List<Observation> observations = new ArrayList<>();
    final List<JobEnd> jobEnds = new ArrayList<>();
    final List<Repetition> repetitions = new ArrayList<>();
    final List<ChargeLine> charges = new ArrayList<>();
    final Map<String, Total> totals = new HashMap<>();
    final List<Closing> closings = new ArrayList<>();
    final Set<Place> deadLetters = new HashSet<>();
    final List<Call> calls = new ArrayList<>();
    final List<Disturbance> disturbances = new ArrayList<>();
    final List<Usage> usages = new ArrayList<>();
    final Map<Integer, Long> chainedTo = new HashMap<>();
    final List<Long> chainedAt = new ArrayList<>();
    final List<String> auditProblems = new ArrayList<>();
    final List<String> remains = new ArrayList<>();

    Story() {
        submissions.add(submission(FIRST, 0, "plain-1", "roads"));
        submissions.add(submission(SECOND, 5_000, "plain-1", "roads"));
        acknowledged.add(FIRST);
        acceptances.add(new Acceptance(RUN, FIRST, at(60_000)));
        admissions.add(admission(DISPATCH, 200));
        intents.add(new Intent(ATTEMPT, DISPATCH, RUN, "router-worker-1", at(300)));
        calls.add(answered(ATTEMPT, 310));
        attemptEnds.add(end(ATTEMPT, AttemptOutcome.SUCCEEDED, Billing.BILLED, 700));
        charges.add(new ChargeLine(DISPATCH + "/INPUT", DISPATCH, Set.of(WINDOW), 1_000, at(800)));
        charges.add(new ChargeLine(DISPATCH + "/OUTPUT", DISPATCH, Set.of(WINDOW), 234, at(800)));
        totals.put(WINDOW, new Total(COST, 0));
        jobEnds.add(
                new JobEnd(
                        RUN,
                        END_ID,
                        FIRST,
                        Optional.of(RESPONSE),
                        JobStatus.SUCCEEDED,
                        5,
                        COST,
                        at(700)));
        answers.add(answer(RESPONSE, FIRST, false));
        repetitions.add(new Repetition(RUN, SECOND));
        answers.add(answer(REPEATED, SECOND, true));
        var types =
                List.of(
                        "JobAccepted",
                        "Admitted",
                        "AttemptStarted",
                        "AttemptFinished",
                        "JobFinished");
        for (int i = 0; i < types.size(); i++) {
            events.add(event(i, types.get(i), i + 1));
        }
        events.add(
                new Event(
                        4,
                        5,
                        at(5_100),
                        "SubmissionReplayed",
                        "INGEST_TASK/0/2",
                        RUN,
                        0,
                        "INGEST_TASK/0",
                        2));
        chainedTo.put(4, 6L);
    }

    static long at(long millis) {
        return BEGIN + millis;
    }

    static Admission admission(String dispatch, long millis) {
        return new Admission(dispatch, Set.of(KEY), at(millis), "router-worker-1");
    }

    static Call answered(String attempt, long millis) {
        return new Call(
                attempt, at(millis), OptionalLong.of(at(millis + 300)), 200, "answered", true);
    }

    static AttemptEnd end(String attempt, AttemptOutcome outcome, Billing billing, long millis) {
        return end(attempt, outcome, billing, ErrorType.UNKNOWN, millis);
    }

    static AttemptEnd end(
            String attempt, AttemptOutcome outcome, Billing billing, ErrorType error, long millis) {
        var dispatch = attempt.substring(0, attempt.lastIndexOf('/'));
        return new AttemptEnd(
                attempt,
                dispatch,
                dispatch.substring(0, dispatch.lastIndexOf('/')),
                outcome,
                billing,
                error,
                billing == Billing.UNBILLED ? OptionalLong.empty() : OptionalLong.of(COST),
                "router-worker-1",
                at(millis));
    }

    static Submission submission(Place place, long millis, String id, String messages) {
        var content = UUID.nameUUIDFromBytes(messages.getBytes(StandardCharsets.UTF_8));
        return new Submission(
                place, at(millis), Optional.of(new Asked(id, content, Topics.RESPONSES)));
    }

    static Answer answer(Place place, Place submission, boolean replayed) {
        return new Answer(
                place,
                at(replayed ? 5_200 : 700),
                RUN,
                "plain-1",
                submission,
                replayed,
                JobStatus.SUCCEEDED,
                ErrorType.UNKNOWN,
                COST,
                END_ID);
    }

    private static Event event(int offset, String type, int number) {
        boolean ingest = type.equals("JobAccepted");
        return new Event(
                4,
                offset,
                at(offset * 150L),
                type,
                RUN + "/" + number,
                RUN,
                number,
                ingest ? "INGEST_TASK/0" : "",
                ingest ? 1 : 0);
    }

    /** A worker is killed or paused; it is back 3 s after it is undone. */
    Story disturb(Fault.Kind kind, Target target, String process, long from, long until) {
        var fault =
                new Fault(
                        Duration.ofMillis(from),
                        kind,
                        target,
                        process,
                        Duration.ofMillis(until - from));
        disturbances.add(new Disturbance(fault, at(from), at(until), at(until + 3_000)));
        return this;
    }

    Facts facts() {
        return new Facts(
                new FactsFromTopics(
                        submissions,
                        answers,
                        events,
                        acceptances,
                        admissions,
                        intents,
                        attemptEnds,
                        observations,
                        jobEnds,
                        repetitions,
                        charges,
                        totals,
                        deadLetters),
                acknowledged,
                closings,
                calls,
                disturbances,
                usages,
                new Audit(chainedTo, chainedAt, auditProblems),
                remains,
                List.of());
    }
}
