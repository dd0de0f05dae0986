package io.quaestor.ingest.job;

import io.quaestor.kernel.JobId;
import java.time.Instant;

/**
 * How the newest run of a job stands.
 *
 * <p>The journal's clocks are its stages': times of different stages compare as well as those do.
 */
public record JobStanding(
        Origin origin, Course course, Bill bill, Times times, Duplicates duplicates) {

    /** A run of which nothing is known but that it is. */
    static JobStanding begun(Origin origin, Instant seenAt) {
        return new JobStanding(
                origin, Course.WAITING, Bill.NOTHING, Times.from(seenAt), Duplicates.NONE);
    }

    /** A submission that its publisher knows of before the journal does. */
    public static JobStanding submitted(Origin origin, Instant at) {
        return begun(origin, at);
    }

    public JobId jobId() {
        return origin.jobId();
    }

    /** Its place among all jobs. */
    public JobPosition position() {
        return new JobPosition(times.seenFrom().toEpochMilli(), jobId().bits());
    }

    public JobState state() {
        return course.state();
    }

    /** The same, submitted once more. */
    public JobStanding submittedAgain(Place place) {
        return with(origin.submitted(place));
    }

    /**
     * Whether its answer is, or will be, the answer to whoever submits the same again: while it
     * runs, and after an end that repeats itself.
     */
    public boolean answersDuplicates() {
        return switch (state()) {
            case WAITING, QUEUED, CALLING, RETRYING, SUCCEEDED -> true;
            case FAILED -> !course.reason().map(Reason::retryable).orElse(false);
            case REJECTED, EXPIRED, CANCELLED, ENDED -> false;
        };
    }

    /**
     * Whether it is certain that who submits a body of this mark now is refused, for its id belongs
     * to another request. Where it is not, ingest decides.
     *
     * @param repeatedSince answers given before are not repeated any more, and their ids are free
     */
    public boolean conflictsWith(long bodyMark, Instant repeatedSince) {
        return origin.asksForAnotherThan(bodyMark)
                && !isOnlyNoted()
                && switch (state()) {
                    case WAITING, QUEUED, CALLING, RETRYING ->
                            times.seenFrom().isAfter(repeatedSince);
                    case SUCCEEDED ->
                            times.finishedAt().filter(repeatedSince::isBefore).isPresent();
                    case FAILED, REJECTED, EXPIRED, CANCELLED, ENDED -> false;
                };
    }

    /** Whether no stage has told of it yet: it may turn out to be no run of its own. */
    boolean isOnlyNoted() {
        return course.lastEvent() == 0 && times.deadline().isEmpty() && !state().isFinal();
    }

    /** Whether ingest refused what would have begun it. */
    boolean neverBegan() {
        return state() == JobState.REJECTED && course.response().isEmpty();
    }

    /** Settled cost, upper bounds of unknown outcomes included, corrected by observed usage. */
    public long costNanoUsd() {
        return bill.costNanoUsd();
    }

    /** Whether a part of the cost is an upper bound. */
    public boolean costIsEstimated() {
        return bill.estimated();
    }

    /** Whether a call had no price, so that the cost says too little. */
    public boolean costIsIncomplete() {
        return bill.unpriced();
    }

    /** Whether a stand-in was to answer last. */
    public boolean simulated() {
        return course.route().map(RouteTaken::simulated).orElse(false);
    }

    JobStanding numbered(int event) {
        return with(course.numbered(event));
    }

    JobStanding with(Origin next) {
        return new JobStanding(next, course, bill, times, duplicates);
    }

    JobStanding with(Course next) {
        return new JobStanding(origin, next, bill, times, duplicates);
    }

    JobStanding with(Bill next) {
        return new JobStanding(origin, course, next, times, duplicates);
    }

    JobStanding with(Times next) {
        return new JobStanding(origin, course, bill, next, duplicates);
    }

    JobStanding with(Duplicates next) {
        return new JobStanding(origin, course, bill, times, next);
    }
}
