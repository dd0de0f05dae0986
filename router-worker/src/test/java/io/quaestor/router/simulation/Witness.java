package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Released;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Terminal;
import io.quaestor.router.admit.SimAdmission;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.simulation.SimBroker.Written;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
        int misshapen;
        int repairedCalls;
        JobStatus status = JobStatus.UNKNOWN;
    }

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
                case RoutedJob token -> {
                    next.merge(token.getJob().getJobId(), 1, Integer::sum);
                    tokens.put(place(record), token.getJob().getJobId());
                }
                case ReturnedJob token -> {
                    next.merge(token.getJob().getJobId(), 1, Integer::sum);
                    tokens.put(place(record), token.getJob().getJobId());
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
        assertThat(stories.put(token.getJob().getJobId(), new Story())).isNull();
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
        assertThat(answer.getReceipt().getAttempts()).hasSameSizeAs(story.intents);
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
            case AttemptFinished done -> finished(story, done);
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
        if (done.getBilling() != Billing.UNBILLED) {
            endHold(story, done.getDispatch());
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
        long started = OffsetTracker.startedUpTo(broker.mark(queue));
        long waiting = broker.offsets(queue).stream().filter(offset -> offset >= started).count();
        assertThat(waiting).as("not started on %s", queue).isLessThanOrEqualTo(SimAdmission.LIMIT);
    }

    void called(RoutedJob job, Instant now) {
        var story = story(job.getJob().getJobId());
        var call = call(job.getDispatch(), job.getProgress().getAttempts() + 1);
        assertThat(story.intents).as("intent of %s before it is called", call).contains(call);
        assertThat(story.calls.add(call)).as("%s is called once", call).isTrue();
        assertThat(story.answers).as("calls after the answer").isZero();
        assertThat(story.outcomes).as("calls after their outcome").doesNotContain(call);
        assertThat(now).as("calls past the deadline").isBefore(job.getJob().getDeadline());
        story.repairedCalls += job.getProgress().getRepair() == null ? 0 : 1;
    }

    private static String call(int dispatch, int attempt) {
        return dispatch + "/" + attempt;
    }

    boolean isOver() {
        return stories.values().stream().allMatch(story -> story.answers == 1);
    }

    /** Nothing is left over. */
    void checkEnd() {
        assertThat(tokens).as("tokens without an end").isEmpty();
        stories.forEach(
                (job, story) -> {
                    assertThat(story.answers).as("answers of %s", job).isOne();
                    assertThat(story.outcomes).as("outcomes of %s", job).isEqualTo(story.intents);
                    assertThat(story.endedHolds).as("holds of %s", job).isEqualTo(story.holds);
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
