package io.quaestor.ingest.http;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Problem;
import io.quaestor.ingest.json.Fault;

/** What to do about a problem that the rules found. */
final class Remedies {

    private Remedies() {}

    static Fault fault(Problem problem) {
        return new Fault(
                problem.getType().name(),
                problem.getField(),
                problem.getMessage(),
                remedy(problem.getType()));
    }

    private static String remedy(ErrorType type) {
        return switch (type) {
            case UNKNOWN_DEPARTMENT -> "Name a department of the catalogue.";
            case REPLY_TOPIC ->
                    "Leave it out for llm.responses, or name a topic llm.responses.* that exists and"
                            + " that Quaestor may write to.";
            case RETENTION ->
                    "Raise retention.ms of the topic to that of the ledger, 7 days by default, or"
                            + " leave replyTopic out.";
            case PARAMETER_OUT_OF_RANGE -> "Send a value within the range.";
            case DEADLINE -> "Name a time within the next 7 days, or none for 24 hours from now.";
            case TOO_LARGE -> "Send less.";
            default -> "Correct it.";
        };
    }
}
