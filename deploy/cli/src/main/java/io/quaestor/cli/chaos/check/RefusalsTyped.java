package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.load.Kind;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.util.List;

/**
 * Whatever dies, what is invalid or too large is REJECTED with a type, or EXPIRED when nobody could
 * look at it in time, and nothing ends as the fault of our own code.
 */
public final class RefusalsTyped implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        return facts.topics().answers().stream()
                .filter(answer -> !isRight(answer))
                .map(answer -> "not so answered: " + answer)
                .toList();
    }

    private static boolean isRight(Answer answer) {
        if (answer.error() == ErrorType.INTERNAL) {
            return false;
        }
        return switch (Kind.of(answer.requestId()).orElse(Kind.PLAIN)) {
            case INVALID, OVERSIZED ->
                    answer.status() == JobStatus.EXPIRED
                            || (answer.status() == JobStatus.REJECTED
                                    && answer.error() != ErrorType.UNKNOWN);
            case GARBAGE -> false;
            case PLAIN, SHAPED, POSTED, DUPLICATE, CONFLICT, CANCELLED, HURRIED, ONCE -> true;
        };
    }
}
