package io.quaestor.cli.demo;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.topic.TopicTail.Placed;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.TopicPosition;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that lies on the topics, read from offset 0, {@code read_committed}.
 *
 * @param totals the newest of each key
 * @param journalEnds per lane the offset of its last event
 */
public record Evidence(
        List<Submission> submissions,
        List<LlmResponse> responses,
        List<JournalEvent> journal,
        List<Charge> charges,
        Collection<SpendTotal> totals,
        List<BudgetEvent> budgetEvents,
        Map<Integer, Long> journalEnds) {

    static Evidence read(KafkaSettings kafka, RegistryClient registry) {
        var journal = TopicTail.all(kafka, registry, Topics.JOURNAL, JournalEvent.class);
        var totals = new LinkedHashMap<String, SpendTotal>();
        values(TopicTail.all(kafka, registry, Topics.TOTALS, SpendTotal.class))
                .forEach(total -> totals.put(total.getDepartment() + total.getWindow(), total));
        return new Evidence(
                TopicTail.all(kafka, registry, Topics.REQUESTS, LlmRequest.class).stream()
                        .map(Evidence::submission)
                        .toList(),
                values(TopicTail.all(kafka, registry, Topics.RESPONSES, LlmResponse.class)),
                values(journal),
                values(TopicTail.all(kafka, registry, Topics.CHARGES, Charge.class)),
                List.copyOf(totals.values()),
                values(TopicTail.all(kafka, registry, Topics.BUDGET_EVENTS, BudgetEvent.class)),
                journal.stream()
                        .collect(Collectors.toMap(Placed::partition, Placed::offset, Math::max)));
    }

    /** Whether nothing has come since another reading. */
    boolean isAsLongAs(Evidence other) {
        return journal.size() == other.journal.size()
                && responses.size() == other.responses.size()
                && charges.size() == other.charges.size();
    }

    private static Submission submission(Placed<LlmRequest> request) {
        return new Submission(
                new TopicPosition(Topics.REQUESTS, request.partition(), request.offset()),
                request.value().getDepartment(),
                request.value().getRequestId());
    }

    private static <T> List<T> values(List<Placed<T>> records) {
        return records.stream().map(Placed::value).toList();
    }
}
