package io.quaestor.ingest.submission;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.event.Problem;
import java.util.List;
import java.util.Optional;

/** What becomes of one submission. */
public sealed interface Submission {

    /** It is a job of its department's lane. */
    record Accepted(int lane, Job job, Submitted submitted) implements Submission {}

    /**
     * It is answered REJECTED.
     *
     * @param lane the department's, 0 when nobody knows it
     * @param replyTopic the one it asked for if that can be written to, else the default
     * @param problems all of them, at least one
     */
    record Rejected(int lane, Submitted submitted, String replyTopic, List<Problem> problems)
            implements Submission {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It names something unknown, which may have been made just before: to be judged again with
     * fresh views.
     */
    record NeedsFreshView(Optional<String> department, Optional<String> replyTopic)
            implements Submission {}

    /** The id of a valid submission belongs to a job that asks for something else. */
    static Rejected conflict(Accepted accepted) {
        return refused(
                accepted,
                new Problem(
                        ErrorType.CONFLICT,
                        "requestId",
                        "names a job of the department that asks for something else"));
    }

    /** As many submissions wait for the same answer as may. */
    static Rejected overflow(Accepted accepted, int most) {
        return refused(
                accepted,
                new Problem(
                        ErrorType.BACKLOG,
                        "requestId",
                        "names a job that runs, and %d more submissions wait for its answer already"
                                .formatted(most)));
    }

    /** The accepted job turned out to be too large to be passed on. */
    static Rejected tooLarge(Accepted accepted, int bytes, int bytesMax) {
        var problem =
                new Problem(
                        ErrorType.TOO_LARGE,
                        "",
                        "the job has %d bytes, at most %d are passed on"
                                .formatted(bytes, bytesMax));
        return refused(accepted, problem);
    }

    private static Rejected refused(Accepted accepted, Problem problem) {
        return new Rejected(
                accepted.lane(),
                accepted.submitted(),
                accepted.job().getReplyTopic(),
                List.of(problem));
    }
}
