package io.quaestor.ingest.http;

import io.quaestor.ingest.job.JobState;
import io.quaestor.ingest.json.Fault;
import io.quaestor.service.http.Problem;
import io.quaestor.service.http.ProblemException;
import io.quaestor.service.http.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Every way in which the door refuses, each with its code and what to do. */
final class Refusals {

    /** A flood of that size is worked off in about half a minute. */
    private static final Duration AFTER_BACKLOG = Duration.ofSeconds(5);

    /** A broker or registry that restarts, a view that is being read, other bodies that are. */
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(2);

    private Refusals() {}

    static ProblemException malformed(String detail) {
        return new ProblemException(
                Problem.of(ProblemKind.BAD_BODY, detail).code("MALFORMED_JSON"));
    }

    static ProblemException late(Duration patience) {
        var seconds = patience.toSeconds();
        return new ProblemException(
                Problem.of(
                                ProblemKind.BAD_BODY,
                                "The body did not come within %d seconds.".formatted(seconds))
                        .code("BODY_LATE")
                        .fix("Send it faster, or name documents and images by uri."));
    }

    /** Hardly anybody is there to hear it. */
    static ProblemException cut() {
        return new ProblemException(
                Problem.of(ProblemKind.BAD_BODY, "The body ended before its length.")
                        .code("BODY_CUT"));
    }

    /**
     * @param faults at least one
     */
    static ProblemException faulty(List<Fault> faults) {
        var first = faults.getFirst();
        boolean unanimous = faults.stream().allMatch(fault -> fault.code().equals(first.code()));
        var problem =
                Problem.of(ProblemKind.BAD_BODY, summary(faults))
                        .code(unanimous ? first.code() : "INVALID_REQUEST")
                        .fix(faults.size() == 1 ? first.fix() : "Correct everything in errors.")
                        .errors(faults.stream().map(Refusals::shown).toList());
        return new ProblemException(faults.size() == 1 ? problem.field(first.field()) : problem);
    }

    private static String summary(List<Fault> faults) {
        var first = words(faults.getFirst());
        return faults.size() == 1
                ? first + "."
                : "%s; %d faults in all.".formatted(first, faults.size());
    }

    private static Problem.Fault shown(Fault fault) {
        return new Problem.Fault(fault.code(), fault.field(), words(fault) + ".", fault.fix());
    }

    private static String words(Fault fault) {
        return fault.field().isEmpty() ? fault.detail() : fault.field() + " " + fault.detail();
    }

    static ProblemException parameter(String field, String detail, String fix) {
        return new ProblemException(Problem.ofParameter(field, detail).fix(fix));
    }

    static ProblemException tooLarge(int bytes, int bytesMax) {
        return new ProblemException(
                Problem.of(
                                ProblemKind.TOO_LARGE,
                                "The request has %d bytes as a record, at most %d are taken."
                                        .formatted(bytes, bytesMax))
                        .fix("Send less, or name documents and images by uri."));
    }

    static ProblemException backlog(long requests, long requestsMax) {
        return ProblemException.retryAfter(
                AFTER_BACKLOG,
                Problem.of(
                                ProblemKind.TOO_MANY,
                                "%d requests wait to be taken, at most %d may."
                                        .formatted(requests, requestsMax))
                        .code("BACKLOG"));
    }

    static ProblemException busy() {
        return ProblemException.retryAfter(
                AFTER_OUTAGE,
                Problem.of(ProblemKind.NOT_READY, "Too many large requests are being read.")
                        .code("BUSY"));
    }

    static ProblemException away(String what, Throwable cause) {
        var name = cause.getClass().getSimpleName();
        return ProblemException.retryAfter(
                AFTER_OUTAGE,
                Problem.of(ProblemKind.NOT_READY, what + " does not answer (" + name + ").")
                        .code("UNAVAILABLE")
                        .fix(
                                "Try again after Retry-After seconds with the same Idempotency-Key:"
                                        + " the request may have been taken."));
    }

    static ProblemException catchingUp() {
        return ProblemException.retryAfter(
                AFTER_OUTAGE,
                Problem.of(ProblemKind.NOT_READY, "The journal is still being read.")
                        .code("CATCHING_UP"));
    }

    static ProblemException noSuchJob(String jobId, Instant reachesBackTo) {
        return new ProblemException(
                Problem.of(
                                ProblemKind.NOT_FOUND,
                                "No job %s is known here since %s.".formatted(jobId, reachesBackTo))
                        .code("UNKNOWN_JOB")
                        .field("jobId")
                        .fix("Check the id; of older jobs the audit log knows."));
    }

    static ProblemException anotherBody(String requestId) {
        return new ProblemException(
                Problem.of(
                                ProblemKind.CONFLICT,
                                "The request id %s belongs to another request."
                                        .formatted(requestId))
                        .code("CONFLICT")
                        .field("requestId")
                        .fix("Send what was sent before, or another Idempotency-Key."));
    }

    static ProblemException hasEnded(String jobId, JobState state) {
        return new ProblemException(
                Problem.of(
                                ProblemKind.CONFLICT,
                                "Job %s has ended already: it is %s.".formatted(jobId, state))
                        .code("HAS_ENDED")
                        .field("jobId")
                        .fix("Nothing is left to be cancelled."));
    }
}
