package io.quaestor.cli.chaos.check;

import static java.util.stream.Collectors.groupingBy;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Acceptance;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import io.quaestor.cli.chaos.fact.Facts.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ledger, journal and responses tell the same.
 *
 * <ul>
 *   <li>Every run that was accepted has one terminal event, for the submission that began it.
 *   <li>Every answer that is not repeated has one terminal event, of the same status and cost,
 *       whose id is in its receipt, and which says where the answer lies (ingest's own refusals do
 *       not).
 *   <li>Every repeated answer was ordered by the ledger, once, and is what the one answer of its
 *       run that is not repeated is.
 * </ul>
 */
public final class RecordsAgree implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        var bySubmission =
                facts.topics().jobEnds().stream().collect(groupingBy(JobEnd::submission));
        for (Acceptance acceptance : facts.topics().acceptances()) {
            int ends = bySubmission.getOrDefault(acceptance.submission(), List.of()).size();
            if (ends != 1) {
                violations.add("%d terminal events of %s".formatted(ends, acceptance));
            }
        }
        for (Answer answer : facts.topics().answers()) {
            if (!answer.replayed()) {
                compare(answer, bySubmission.getOrDefault(answer.submission(), List.of()))
                        .ifPresent(violations::add);
            }
        }
        violations.addAll(repetitions(facts));
        return violations;
    }

    private static Optional<String> compare(Answer answer, List<JobEnd> ends) {
        if (ends.size() != 1) {
            return Optional.of("%d terminal events of %s".formatted(ends.size(), answer));
        }
        var end = ends.getFirst();
        boolean same =
                end.status() == answer.status()
                        && end.costNanoUsd() == answer.costNanoUsd()
                        && end.eventId().equals(answer.eventId())
                        && end.response().map(answer.at()::equals).orElse(true);
        return same ? Optional.empty() : Optional.of("%s is not %s".formatted(end, answer));
    }

    private static List<String> repetitions(Facts facts) {
        var violations = new ArrayList<String>();
        var orders =
                facts.topics().repetitions().stream()
                        .collect(groupingBy(Repetition::submission, Collectors.counting()));
        Map<String, Answer> originals =
                facts.topics().answers().stream()
                        .filter(answer -> !answer.replayed())
                        .collect(
                                Collectors.toMap(
                                        Answer::run, Function.identity(), (one, _) -> one));
        for (Answer answer : facts.topics().answers()) {
            if (!answer.replayed()) {
                continue;
            }
            long ordered = orders.getOrDefault(answer.submission(), 0L);
            if (ordered != 1) {
                violations.add("ordered %d times: %s".formatted(ordered, answer));
            }
            var original = originals.get(answer.run());
            if (original == null
                    || original.status() != answer.status()
                    || original.costNanoUsd() != answer.costNanoUsd()
                    || !original.eventId().equals(answer.eventId())) {
                violations.add("%s repeats %s".formatted(answer, original));
            }
        }
        return violations;
    }
}
