package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.Asked;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.event.ErrorType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The first submission of an id says what the id stands for: a later one is refused as a conflict
 * if, and only if, it asks something else. An id has its partition, so the first is known.
 */
public final class ConflictsRefused implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var answers =
                facts.topics().answers().stream()
                        .collect(
                                Collectors.toMap(
                                        Answer::submission, Answer::error, (one, _) -> one));
        var meant = new HashMap<String, UUID>();
        return facts.topics().submissions().stream()
                .sorted(Comparator.comparingLong(one -> one.at().offset()))
                .filter(
                        one ->
                                one.asked()
                                        .filter(asked -> !isRight(one, asked, meant, answers))
                                        .isPresent())
                .map(one -> "wrongly taken or wrongly refused as a conflict: " + one)
                .toList();
    }

    private static boolean isRight(
            Submission submission,
            Asked asked,
            Map<String, UUID> meant,
            Map<Place, ErrorType> answers) {
        var error = answers.get(submission.at());
        var first = meant.computeIfAbsent(asked.requestId(), _ -> asked.content());
        boolean conflicts = !asked.content().equals(first);
        return error == null || conflicts == (error == ErrorType.CONFLICT);
    }
}
