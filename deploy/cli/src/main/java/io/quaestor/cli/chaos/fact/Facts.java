package io.quaestor.cli.chaos.fact;

import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that is known of a campaign from outside.
 *
 * <p>A <i>run</i> is {@code job/run}, a <i>dispatch</i> {@code job/run/dispatch}, an <i>attempt</i>
 * {@code job/run/dispatch/attempt}, as the worker names its calls. Times are milliseconds since the
 * epoch; those of records are the broker's (log append time), those of calls the simulator's, those
 * of faults and sightings ours: one clock, for all run on one machine. Money is nano-USD.
 *
 * @param acknowledged places where a client was told that its submission lies
 * @param closings of stop budgets, each once
 * @param remains processes that still ran after the stack was stopped
 * @param notes what went wrong on the way, in words: each is a violation
 */
public record Facts(
        FactsFromTopics topics,
        Set<Place> acknowledged,
        List<Closing> closings,
        List<Call> calls,
        List<Disturbance> disturbances,
        List<Usage> usages,
        Audit audit,
        List<String> remains,
        List<String> notes) {

    /**
     * A record that a client wrote to {@code llm.requests}.
     *
     * @param asked empty when nobody can read it
     */
    public record Submission(Place at, long time, Optional<Asked> asked) {
        public Optional<String> requestId() {
            return asked.map(Asked::requestId);
        }
    }

    /**
     * What a submission asks for.
     *
     * @param content the same for the same messages
     * @param replyTopic where the answer belongs, if it may go there
     */
    public record Asked(String requestId, UUID content, String replyTopic) {}

    /** A response. */
    public record Answer(
            Place at,
            long time,
            String run,
            String requestId,
            Place submission,
            boolean replayed,
            JobStatus status,
            ErrorType error,
            long costNanoUsd,
            String eventId) {}

    /**
     * What every event of the journal has.
     *
     * @param run of its job; the subject alone for an event of no job
     * @param number within its run, from 1; 0 has none
     * @param source of the stage's contiguous numbers, empty when it has none
     */
    public record Event(
            int lane,
            long offset,
            long time,
            String type,
            String id,
            String run,
            int number,
            String source,
            long sequence) {}

    /** {@code JobAccepted}. */
    public record Acceptance(String run, Place submission, long deadline) {}

    /**
     * {@code Admitted}.
     *
     * @param keys {@code department|level|name|window kind|window start}
     */
    public record Admission(String dispatch, Set<String> keys, long time, String instance) {}

    /** {@code AttemptStarted}. */
    public record Intent(String attempt, String dispatch, String run, String instance, long time) {}

    /** {@code AttemptFinished}. */
    public record AttemptEnd(
            String attempt,
            String dispatch,
            String run,
            AttemptOutcome outcome,
            Billing billing,
            ErrorType error,
            OptionalLong costNanoUsd,
            String instance,
            long time) {}

    /** {@code UsageObserved}. */
    public record Observation(String attempt, String dispatch, long costNanoUsd, long time) {}

    /** {@code JobFinished} or {@code JobRejected}. */
    public record JobEnd(
            String run,
            String eventId,
            Place submission,
            Optional<Place> response,
            JobStatus status,
            int eventCount,
            long costNanoUsd,
            long time) {}

    /** {@code SubmissionReplayed}. */
    public record Repetition(String run, Place submission) {}

    /**
     * A row of {@code llm.spend.charges}.
     *
     * @param windows {@code department|window kind|window start}
     */
    public record ChargeLine(
            String id, String dispatch, Set<String> windows, long nanoUsd, long time) {}

    /** What {@code llm.spend.totals} says of a department and calendar window. */
    public record Total(long settledNanoUsd, long heldNanoUsd) {}

    /**
     * A stop budget's breach on {@code llm.budgets}.
     *
     * @param key {@code department|level|name|window kind|window start}
     * @param seen when we read it, read_committed, while the campaign ran
     */
    public record Closing(String budget, String key, long seen) {}

    /**
     * A call that reached the simulator.
     *
     * @param ended empty while open, also when the simulator died meanwhile
     * @param status 0 when nothing was answered
     * @param outcome as in the call log
     * @param hasUsage whether the reply told tokens
     */
    public record Call(
            String attempt,
            long arrived,
            OptionalLong ended,
            int status,
            String outcome,
            boolean hasUsage) {
        /** {@code job/run}; the whole text of what is no attempt. */
        public String run() {
            int second = attempt.indexOf('/', attempt.indexOf('/') + 1);
            return second < 0 ? attempt : attempt.substring(0, second);
        }

        /** {@code job/run/dispatch}; the whole text of what is no attempt. */
        public String dispatch() {
            int last = attempt.lastIndexOf('/');
            return last < 0 ? attempt : attempt.substring(0, last);
        }

        /** Whether a whole reply was written. */
        public boolean isAnswered() {
            return outcome.equals("answered") && status == 200;
        }
    }

    /**
     * The audit log in PostgreSQL.
     *
     * @param chainedTo per lane the next journal offset
     * @param chainedAt when events were chained, by the database's clock
     * @param problems what verification found
     */
    public record Audit(
            Map<Integer, Long> chainedTo, List<Long> chainedAt, List<String> problems) {}

    /**
     * What a process used at one moment.
     *
     * @param handles open files and sockets
     */
    public record Usage(String process, long pid, long time, long pssBytes, int handles) {}
}
