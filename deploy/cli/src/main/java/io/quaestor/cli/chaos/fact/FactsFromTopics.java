package io.quaestor.cli.chaos.fact;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of {@link Facts} that lies on the topics.
 *
 * @param events every event of the journal, in the order of its lane
 * @param totals the newest of each, by {@code department|window kind|window start}
 * @param deadLetters where what was given up lay
 */
public record FactsFromTopics(
        List<Facts.Submission> submissions,
        List<Facts.Answer> answers,
        List<Facts.Event> events,
        List<Facts.Acceptance> acceptances,
        List<Facts.Admission> admissions,
        List<Facts.Intent> intents,
        List<Facts.AttemptEnd> attemptEnds,
        List<Facts.Observation> observations,
        List<Facts.JobEnd> jobEnds,
        List<Facts.Repetition> repetitions,
        List<Facts.ChargeLine> charges,
        Map<String, Facts.Total> totals,
        Set<Place> deadLetters) {

    /** Per lane the journal offset of its last event. */
    public Map<Integer, Long> lastEvents() {
        return events.stream()
                .collect(Collectors.toMap(Facts.Event::lane, Facts.Event::offset, Math::max));
    }
}
