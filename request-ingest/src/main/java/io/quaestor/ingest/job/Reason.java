package io.quaestor.ingest.job;

import io.quaestor.event.ErrorType;
import io.quaestor.event.JobError;
import io.quaestor.event.Problem;

/**
 * Why a job did not succeed, or is tried again; the journal's words only, which quote no prompt.
 *
 * @param text at most {@value #CHARS_MAX} characters; often empty, for the type says it
 */
public record Reason(ErrorType type, String text, boolean retryable) {

    /** A sentence; the whole error is in the response. */
    static final int CHARS_MAX = 200;

    public Reason {
        text = text.length() <= CHARS_MAX ? text : cut(text);
    }

    static Reason of(JobError error) {
        return new Reason(error.getType(), words(error), error.getRetryable());
    }

    private static String words(JobError error) {
        var problems = error.getProblems();
        if (!error.getMessage().isEmpty() || problems.isEmpty()) {
            return error.getMessage();
        }
        var first = words(problems.getFirst());
        return problems.size() == 1 ? first : first + "; and " + (problems.size() - 1) + " more";
    }

    private static String words(Problem problem) {
        return problem.getField().isEmpty()
                ? problem.getMessage()
                : problem.getField() + " " + problem.getMessage();
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(CHARS_MAX - 1)) ? CHARS_MAX - 1 : CHARS_MAX;
        return text.substring(0, end);
    }
}
