package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.Asked;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An id stands for what its last run asked: the same again is never refused as a conflict,
 * something else always once that run has succeeded. After a run that did not succeed the id is
 * free, and whether it has ended in time for the next submission only the ledger knows. An id has
 * its partition, so the order is known.
 */
public final class ConflictsRefused implements Invariant {
    /**
     * What the last run of an id asked.
     *
     * @param certain whether there was such a run: what is too late, or one of too many that wait
     *     for one end, may be answered before the ledger looks at it
     */
    private record Run(UUID content, boolean succeeded, boolean certain) {}

    @Override
    public List<String> violations(Facts facts) {
        var answers =
                facts.topics().answers().stream()
                        .collect(
                                Collectors.toMap(
                                        Answer::submission, answer -> answer, (one, _) -> one));
        var runs = new HashMap<String, Run>();
        var violations = new ArrayList<String>();
        facts.topics().submissions().stream()
                .sorted(Comparator.comparingLong(one -> one.at().offset()))
                .forEach(
                        one ->
                                Optional.ofNullable(answers.get(one.at()))
                                        .flatMap(answer -> judge(one, answer, runs))
                                        .ifPresent(violations::add));
        return violations;
    }

    private static Optional<String> judge(
            Submission submission, Answer answer, Map<String, Run> runs) {
        return submission
                .asked()
                .flatMap(asked -> wrong(asked, answer, runs))
                .map(why -> why + ": " + submission);
    }

    private static Optional<String> wrong(Asked asked, Answer answer, Map<String, Run> runs) {
        var last = runs.get(asked.requestId());
        boolean same = last == null || last.content().equals(asked.content());
        boolean certain =
                answer.status() != JobStatus.EXPIRED && answer.error() != ErrorType.BACKLOG;
        if (answer.error() == ErrorType.CONFLICT) {
            return same && (last == null || last.certain())
                    ? Optional.of("refused as a conflict")
                    : Optional.empty();
        }
        if (last == null || same || !last.succeeded()) {
            boolean succeeded = answer.status() == JobStatus.SUCCEEDED;
            runs.put(asked.requestId(), new Run(asked.content(), succeeded, certain));
            return Optional.empty();
        }
        return certain ? Optional.of("taken under the id of another") : Optional.empty();
    }
}
