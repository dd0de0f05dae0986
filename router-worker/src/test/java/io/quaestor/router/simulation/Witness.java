package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.HandedBack;
import io.quaestor.event.Job;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Progress;
import io.quaestor.event.Released;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Terminal;
import io.quaestor.event.UsageObserved;
import io.quaestor.router.Samples;
import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.simulation.SimBroker.Written;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at everything that becomes durable and at every call, and fails as soon as a promise is
 * broken: one token a job until its one answer; intents before calls and one call an intent; no
 * call past the deadline; nothing that is finished is handled again; events and admissions numbered
 * without a gap; one end for each hold; no more repairs than asked for; queues within their limit.
 */
final class Witness implements SimBroker.Watcher {
    private record Place(Partition partition, long offset) {}

    /** What is known of one job. */
    private static final class Story {
        int answers;
        int lastEvent = 1;
        final Set<String> intents = new HashSet<>();
        final Set<String> calls = new HashSet<>();
        final Set<String> outcomes = new HashSet<>();
        final Set<Integer> holds = new HashSet<>();
        final Set<Integer> endedHolds = new HashSet<>();
        final Map<String, Paid> paid = new HashMap<>();

        /** Calls that are told to have cost nothing. */
        final Set<String> free = new HashSet<>();

        /** Calls of which is told what they cost. */
        final Set<String> told = new HashSet<>();

        final Map<String, SimProcess> learned = new HashMap<>();
        final Deque<Instant> turnedBack = new ArrayDeque<>();
        int lastFinished;
        Progress progress = Samples.untried();
        boolean cancelled;
        boolean mustBeCancelled;
        int misshapen;
        int repairedCalls;
        JobStatus status = JobStatus.UNKNOWN;
        final Job job;

        Story(Job job) {
            this.job = job;
        }

        private boolean failedBy(String provider) {
            return progress.getTried().stream()
                    .filter(FailureKind::isAgainstItsRoute)
                    .anyMatch(tried -> tried.getRoute().getProvider().equals(provider));
        }

        private boolean isFailedByAll() {
            return Schedule.PROVIDERS.stream().allMatch(this::failedBy);
        }
    }

    /** What a call cost, as far as its caller was told. */
    private enum Paid {
        OPEN,
        NOTHING,
        USAGE,
        WHO_KNOWS
    }

    /**
     * A job is sent back from routes out of service at most so often within {@link #A_WHILE}: once
     * by each of its candidates at once, and then after a pause.
     */
    private static final int MOST_TURNED_BACK = 3;

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Map<String, Story> stories = new LinkedHashMap<>();

    /** Each unfinished token, and whose it is. */
    private final Map<Place, String> tokens = new HashMap<>();

    private final Map<Integer, Long> admissions = new HashMap<>();
    private final Map<Partition, Set<Long>> finished = new HashMap<>();
    private SimBroker broker = new SimBroker((_, _, _) -> {});

    void watch(SimBroker watched) {
        broker = watched;
    }

    @Override
    public void committed(
            List<Written> records, Map<Partition, Mark> before, Map<Partition, Mark> now) {
        checkSequences(records);
        var ended = new HashMap<String, Integer>();
        now.forEach(
                (partition, mark) ->
                        newlyFinished(partition, mark)
                                .forEach(job -> ended.merge(job, 1, Integer::sum)));
        var next = new HashMap<String, Integer>();
        for (var record : records) {
            switch (record.value()) {
                case AcceptedJob token -> accepted(record, token);
                case RoutedJob token ->
                        next.merge(handedOn(record, token.getJob()), 1, Integer::sum);
                case ReturnedJob token -> {
                    next.merge(handedOn(record, token.getJob()), 1, Integer::sum);
                    story(token.getJob().getJobId()).progress = token.getProgress();
                }
                case LlmResponse answer -> {
                    next.merge(answer.getJobId(), 1, Integer::sum);
                    answered(answer);
                }
                case JournalEvent event -> told(event);
                default -> throw new AssertionError("written: " + record.value());
            }
        }
        assertThat(next).as("tokens finished and tokens or answers written").isEqualTo(ended);
        records.stream()
                .map(Written::partition)
                .filter(Witness::isQueue)
                .distinct()
                .forEach(this::checkLimit);
    }

    /** The events that end a job are written last: inside a transaction the order is another. */
    private void checkSequences(List<Written> records) {
        records.stream()
                .map(Written::value)
                .filter(JournalEvent.class::isInstance)
                .map(JournalEvent.class::cast)
                .filter(event -> event.getSequence() != null)
                .sorted(Comparator.comparingLong(event -> event.getSequence().getNumber()))
                .forEach(
                        event ->
                                assertThat(event.getSequence().getNumber())
                                        .as("admissions of lane %s", event.getLane())
                                        .isEqualTo(
                                                admissions.merge(event.getLane(), 1L, Long::sum)));
    }

    private static boolean isQueue(Partition partition) {
        return partition.topic().startsWith(Topics.jobs(""))
                && !partition.topic().equals(Topics.ACCEPTED)
                && !partition.topic().equals(Topics.RETURNED);
    }

    private void accepted(Written record, AcceptedJob token) {
        tokens.put(place(record), token.getJob().getJobId());
        assertThat(stories.put(token.getJob().getJobId(), new Story(token.getJob()))).isNull();
    }

    private String handedOn(Written record, Job job) {
        tokens.put(place(record), job.getJobId());
        return job.getJobId();
    }

    private static Place place(Written record) {
        return new Place(record.partition(), record.offset());
    }

    private Story story(String jobId) {
        return Objects.requireNonNull(stories.get(jobId));
    }

    /** Job ids of the tokens that this mark finishes; none that was finished may come back. */
    private List<String> newlyFinished(Partition partition, Mark mark) {
        var tracker = OffsetTracker.restore(SimBroker.TOPIC, mark);
        var known = finished.computeIfAbsent(partition, _ -> new HashSet<>());
        var jobs = new ArrayList<String>();
        for (long offset : broker.offsets(partition)) {
            boolean isFinished =
                    offset < mark.offset()
                            || tracker.delivered(offset) == OffsetTracker.Known.FINISHED;
            if (!isFinished) {
                assertThat(known).as("finished tokens of %s", partition).doesNotContain(offset);
            } else if (known.add(offset)) {
                jobs.add(jobAt(new Place(partition, offset)));
            }
        }
        return jobs;
    }

    private String jobAt(Place place) {
        var job = tokens.remove(place);
        assertThat(job).as("whose token is finished at %s", place).isNotNull();
        return Objects.requireNonNull(job);
    }

    private void answered(LlmResponse answer) {
        var story = story(answer.getJobId());
        assertThat(++story.answers).as("answers of %s", answer.getJobId()).isOne();
        story.status = answer.getStatus();
        assertThat(answer.getReceipt().getAttempts())
                .as("attempts in the receipt of %s", answer.getJobId())
                .hasSameSizeAs(story.intents);
        if (answer.getStatus() == JobStatus.CANCELLED) {
            assertThat(story.cancelled).as("%s was cancelled", answer.getJobId()).isTrue();
        }
        if (story.mustBeCancelled) {
            assertThat(answer.getStatus())
                    .as("end of %s, cancelled as everybody knows", answer.getJobId())
                    .isIn(JobStatus.CANCELLED, JobStatus.EXPIRED);
        }
    }

    private void told(JournalEvent event) {
        if (event.getSubject().startsWith("lane:")) {
            return;
        }
        var story = story(event.getSubject());
        if (event.getEventNumber() > 0) {
            assertThat(event.getEventNumber())
                    .as("events of %s", event.getSubject())
                    .isEqualTo(++story.lastEvent);
        }
        switch (event.getEvent()) {
            case Admitted admitted -> story.holds.add(admitted.getDispatch());
            case AttemptStarted started ->
                    assertThat(story.intents.add(call(started.getDispatch(), started.getAttempt())))
                            .as("one intent a call")
                            .isTrue();
            case AttemptFinished done -> {
                story.lastFinished = event.getEventNumber();
                finished(story, done);
            }
            case UsageObserved observed -> observed(story, observed);
            case HandedBack _ -> handedBack(story, event);
            case Released released -> endHold(story, released.getDispatch());
            case JobFinished done -> checkCount(event, done.getTerminal());
            case JobRejected rejected -> checkCount(event, rejected.getTerminal());
            default -> {}
        }
    }

    private static void finished(Story story, AttemptFinished done) {
        var call = call(done.getDispatch(), done.getAttempt());
        assertThat(story.intents).contains(call);
        assertThat(story.outcomes.add(call)).as("one outcome a call").isTrue();
        var error = done.getError();
        if (error != null && error.getType() == ErrorType.SCHEMA_VIOLATION) {
            assertThat(++story.misshapen)
                    .as("replies of another form")
                    .isLessThanOrEqualTo(Schedule.MAX_REPAIRS + 1);
        }
        switch (done.getBilling()) {
            case UNBILLED -> tellCost(story, call, Paid.NOTHING);
            case BILLED -> tellCost(story, call, Paid.USAGE);
            default -> {}
        }
        if (done.getBilling() != Billing.UNBILLED) {
            endHold(story, done.getDispatch());
        }
    }

    private static void observed(Story story, UsageObserved observed) {
        var usage = observed.getUsage();
        var paid = usage.getInput() + usage.getOutput() == 0 ? Paid.NOTHING : Paid.USAGE;
        tellCost(story, call(observed.getDispatch(), observed.getAttempt()), paid);
    }

    /** What is told is what the call cost; one that was never made cost nothing. */
    private static void tellCost(Story story, String call, Paid told) {
        assertThat(told)
                .as("told cost of call %s of %s", call, story.job.getJobId())
                .isEqualTo(story.paid.getOrDefault(call, Paid.NOTHING));
        story.told.add(call);
        if (told == Paid.NOTHING) {
            story.free.add(call);
        }
    }

    /** Without a call: its route is out of service. */
    private static void handedBack(Story story, JournalEvent event) {
        if (story.lastFinished == event.getEventNumber() - 1) {
            return;
        }
        story.turnedBack.addLast(event.getAt());
        if (story.turnedBack.size() > MOST_TURNED_BACK) {
            var before = story.turnedBack.removeFirst();
            assertThat(Duration.between(before, event.getAt()))
                    .as("turned back %s times", MOST_TURNED_BACK + 1)
                    .isGreaterThanOrEqualTo(A_WHILE);
        }
    }

    private static void endHold(Story story, int dispatch) {
        assertThat(story.holds).contains(dispatch);
        assertThat(story.endedHolds.add(dispatch)).as("one end of hold %s", dispatch).isTrue();
    }

    private static void checkCount(JournalEvent event, Terminal terminal) {
        assertThat(terminal.getEventCount()).isEqualTo(event.getEventNumber());
    }

    private void checkLimit(Partition queue) {
        long started = OffsetTracker.outline(broker.mark(queue)).startedUpTo();
        long waiting = broker.offsets(queue).stream().filter(offset -> offset >= started).count();
        assertThat(waiting).as("not started on %s", queue).isLessThanOrEqualTo(Schedule.LIMIT);
    }

    void cancelled(Job job) {
        story(job.getJobId()).cancelled = true;
    }

    /** From here on nobody may do anything else for a cancelled job than end it. */
    void everybodyKnowsCancels() {
        stories.values().stream()
                .filter(story -> story.answers == 0)
                .forEach(story -> story.mustBeCancelled = story.cancelled);
    }

    void called(RoutedJob job, SimProcess caller, Instant now) {
        var story = story(job.getJob().getJobId());
        var call = call(job);
        assertThat(caller.cancellations().isCancelled(job.getJob()))
                .as("%s is called, and known to be cancelled", story.job.getJobId())
                .isFalse();
        assertThat(story.free).as("calls that had cost nothing before").doesNotContain(call);
        assertThat(story.intents).as("intent of %s before it is called", call).contains(call);
        assertThat(story.calls.add(call)).as("%s is called once", call).isTrue();
        assertThat(story.answers).as("calls after the answer").isZero();
        assertThat(story.outcomes).as("calls after their outcome").doesNotContain(call);
        assertThat(now).as("calls past the deadline").isBefore(job.getJob().getDeadline());
        story.paid.put(call, Paid.OPEN);
        story.repairedCalls += job.getProgress().getRepair() == null ? 0 : 1;
    }

    /** The provider's answer; whoever made the call learns it if it lives. */
    void replied(RoutedJob job, ProviderReply reply, SimProcess caller) {
        var story = story(job.getJob().getJobId());
        var paid =
                reply.usage().isPresent()
                        ? Paid.USAGE
                        : reply.billing() == Billing.UNBILLED ? Paid.NOTHING : Paid.WHO_KNOWS;
        story.paid.put(call(job), paid);
        if (paid != Paid.WHO_KNOWS) {
            story.learned.put(call(job), caller);
        }
    }

    private static String call(RoutedJob job) {
        return call(job.getDispatch(), job.getProgress().getAttempts() + 1);
    }

    private static String call(int dispatch, int attempt) {
        return dispatch + "/" + attempt;
    }

    boolean isOver() {
        return stories.values().stream().allMatch(story -> story.answers == 1);
    }

    /** Ids of jobs that are not answered. */
    List<String> unanswered() {
        return unanswered(_ -> true);
    }

    /**
     * Those with a route to a provider that may come next: it has not failed them, or the other one
     * has too. (A job that one provider failed waits for the other, whatever state that is in.)
     */
    List<String> unansweredThatMayGoTo(String provider) {
        return unanswered(
                story ->
                        story.job.getRequest().getModel().equals("both")
                                && (!story.failedBy(provider) || story.isFailedByAll()));
    }

    private List<String> unanswered(Predicate<Story> which) {
        return stories.values().stream()
                .filter(story -> story.answers == 0 && which.test(story))
                .map(story -> story.job.getJobId())
                .toList();
    }

    /** Nothing is left over. */
    void checkEnd(Predicate<SimProcess> isAlive) {
        assertThat(tokens).as("tokens without an end").isEmpty();
        stories.forEach(
                (job, story) -> {
                    assertThat(story.answers).as("answers of %s", job).isOne();
                    assertThat(story.outcomes).as("outcomes of %s", job).isEqualTo(story.intents);
                    assertThat(story.endedHolds).as("holds of %s", job).isEqualTo(story.holds);
                    story.learned.forEach(
                            (call, caller) -> {
                                if (isAlive.test(caller)) {
                                    assertThat(story.told)
                                            .as("costs of %s that are told", job)
                                            .contains(call);
                                }
                            });
                });
    }

    /** How many jobs ended so, for the schedules to show that they lead everywhere. */
    Map<JobStatus, Integer> ends() {
        var ends = new HashMap<JobStatus, Integer>();
        stories.values().forEach(story -> ends.merge(story.status, 1, Integer::sum));
        return ends;
    }

    int repairedCalls() {
        return stories.values().stream().mapToInt(story -> story.repairedCalls).sum();
    }
}
