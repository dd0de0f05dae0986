package io.quaestor.journey;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.Admitted;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Stage;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the workers decided about each job, and what came of it, read from the topics. */
final class LiveDecisions implements AutoCloseable {
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private final TopicTail<LlmResponse> responseTail;
    private final TopicTail<JournalEvent> journalTail;
    private final Map<String, LlmResponse> responses = new HashMap<>();
    private final List<JournalEvent> journal = new ArrayList<>();

    /**
     * A decision of admission on a job that was answered.
     *
     * @param version of the catalogue it was made on
     */
    record Decision(String worker, long version, Instant at, LlmResponse response) {}

    LiveDecisions(JourneyStack stack) {
        responseTail =
                TopicTail.open(
                        stack.kafka(), stack.registry(), Topics.RESPONSES, LlmResponse.class);
        journalTail =
                TopicTail.open(stack.kafka(), stack.registry(), Topics.JOURNAL, JournalEvent.class);
    }

    private void read() {
        responseTail.next(AT_ONCE).stream()
                .map(TopicTail.Placed::value)
                .filter(response -> response.getRequestId().startsWith(LiveTraffic.PREFIX))
                .forEach(response -> responses.put(key(response), response));
        journalTail.next(AT_ONCE).forEach(placed -> journal.add(placed.value()));
    }

    private static String key(LlmResponse response) {
        return response.getJobId() + "/" + response.getRun();
    }

    /** Every journal event so far. */
    List<JournalEvent> journal() {
        read();
        return List.copyOf(journal);
    }

    /** Every answer to the traffic so far. */
    Collection<LlmResponse> answers() {
        read();
        return List.copyOf(responses.values());
    }

    /** Decisions on jobs that the broker took at this instant or later. */
    List<Decision> onSubmittedFrom(Instant from) {
        read();
        return all().filter(
                        decision ->
                                !decision.response().getTimings().getSubmittedAt().isBefore(from))
                .toList();
    }

    /** When each worker first decided on this version or a later one. */
    Map<String, Instant> firstOn(long version) {
        var first = new HashMap<String, Instant>();
        all().filter(decision -> decision.version() >= version)
                .forEach(
                        decision ->
                                first.merge(
                                        decision.worker(),
                                        decision.at(),
                                        (a, b) -> a.isBefore(b) ? a : b));
        return first;
    }

    private Stream<Decision> all() {
        return journal.stream()
                .filter(event -> event.getStage() == Stage.ADMISSION)
                .flatMap(event -> decision(event).stream());
    }

    private Optional<Decision> decision(JournalEvent event) {
        return version(event)
                .flatMap(
                        version ->
                                Optional.ofNullable(
                                                responses.get(
                                                        event.getSubject() + "/" + event.getRun()))
                                        .map(
                                                response ->
                                                        new Decision(
                                                                event.getInstance(),
                                                                version,
                                                                event.getAt(),
                                                                response)));
    }

    private static Optional<Long> version(JournalEvent event) {
        return switch (event.getEvent()) {
            case Admitted admitted -> Optional.of(admitted.getCatalogVersion());
            case JobRejected rejected -> Optional.of(rejected.getCatalogVersion());
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        responseTail.close();
        journalTail.close();
    }
}
