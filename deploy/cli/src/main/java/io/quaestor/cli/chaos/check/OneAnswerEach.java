package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.event.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every submission has exactly one response, bytes that nobody can read have exactly a dead letter
 * instead, and there is no response to anything else. It lies on the topic that was asked for. What
 * a client was told is taken lies there.
 */
public final class OneAnswerEach implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        lost(facts).forEach(one -> violations.add("lost: no response to " + one));
        duplicates(facts)
                .forEach(
                        answer ->
                                violations.add(
                                        "answered twice: %s, again at %s"
                                                .formatted(answer.submission(), answer.at())));
        var known =
                facts.topics().submissions().stream()
                        .map(Submission::at)
                        .collect(Collectors.toSet());
        facts.topics().answers().stream()
                .filter(answer -> !known.contains(answer.submission()))
                .forEach(
                        answer ->
                                violations.add(
                                        "a response to no submission: %s at %s"
                                                .formatted(answer.submission(), answer.at())));
        astray(facts)
                .forEach(
                        answer ->
                                violations.add(
                                        "not on the topic it was asked for: %s at %s"
                                                .formatted(answer.submission(), answer.at())));
        facts.acknowledged().stream()
                .filter(place -> !known.contains(place))
                .forEach(place -> violations.add("acknowledged, but not there: " + place));
        return violations;
    }

    /** Submissions with neither response nor, where nobody can read them, a dead letter. */
    public static List<Place> lost(Facts facts) {
        var answered =
                facts.topics().answers().stream()
                        .map(Answer::submission)
                        .collect(Collectors.toSet());
        return facts.topics().submissions().stream()
                .filter(
                        one ->
                                one.requestId().isPresent()
                                        ? !answered.contains(one.at())
                                        : !facts.topics().deadLetters().contains(one.at()))
                .map(Submission::at)
                .toList();
    }

    /** A topic where nothing may be answered is refused on the usual one. */
    private static List<Answer> astray(Facts facts) {
        var topics = new HashMap<Place, String>();
        for (var submission : facts.topics().submissions()) {
            submission.asked().ifPresent(asked -> topics.put(submission.at(), asked.replyTopic()));
        }
        return facts.topics().answers().stream()
                .filter(answer -> answer.error() != ErrorType.REPLY_TOPIC)
                .filter(answer -> topics.containsKey(answer.submission()))
                .filter(answer -> !answer.at().topic().equals(topics.get(answer.submission())))
                .toList();
    }

    /** Responses beyond the first of their submission. */
    public static List<Answer> duplicates(Facts facts) {
        var seen = new HashSet<Place>();
        return facts.topics().answers().stream()
                .filter(answer -> !seen.add(answer.submission()))
                .toList();
    }
}
