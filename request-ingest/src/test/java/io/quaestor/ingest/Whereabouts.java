package io.quaestor.ingest;

import static java.util.stream.Collectors.toMap;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.SubmissionRemembered;
import io.quaestor.event.TopicPosition;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of submissions, from now on: each is a job, an answer, one that waits for another's
 * answer, or a dead letter. Nothing is kept but where they lay.
 */
final class Whereabouts implements AutoCloseable {

    /** What became of one. */
    enum Fate {
        JOB,
        ANSWERED,
        REMEMBERED,
        DEAD_LETTER
    }

    private static final List<String> TOPICS =
            List.of(Topics.ACCEPTED, Topics.RESPONSES, Topics.JOURNAL, Topics.DEAD_LETTERS);

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<AcceptedJob> jobs;
    private final RecordDecoder<LlmResponse> responses;
    private final RecordDecoder<JournalEvent> events;
    private final Map<TopicPosition, List<Fate>> fates = new HashMap<>();

    Whereabouts(Cluster cluster) {
        jobs = cluster.decoder(AcceptedJob.class);
        responses = cluster.decoder(LlmResponse.class);
        events = cluster.decoder(JournalEvent.class);
        consumer = new KafkaConsumer<>(ClientDefaults.consumer(cluster.kafka, "test-whereabouts"));
        var partitions =
                TOPICS.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Whether something has become of every one of them. */
    boolean areKnownOf(Collection<TopicPosition> submissions) {
        for (var record : consumer.poll(POLL)) {
            submission(record)
                    .ifPresent(
                            at ->
                                    fates.computeIfAbsent(at, _ -> new ArrayList<>())
                                            .add(fate(record)));
        }
        return fates.keySet().containsAll(submissions);
    }

    /** All that became of each. */
    Map<TopicPosition, List<Fate>> of(Collection<TopicPosition> submissions) {
        return submissions.stream()
                .collect(toMap(Function.identity(), at -> fates.getOrDefault(at, List.of())));
    }

    private static Fate fate(ConsumerRecord<byte[], byte[]> record) {
        return switch (record.topic()) {
            case Topics.ACCEPTED -> Fate.JOB;
            case Topics.RESPONSES -> Fate.ANSWERED;
            case Topics.JOURNAL -> Fate.REMEMBERED;
            default -> Fate.DEAD_LETTER;
        };
    }

    private Optional<TopicPosition> submission(ConsumerRecord<byte[], byte[]> record) {
        return switch (record.topic()) {
            case Topics.ACCEPTED -> Optional.of(jobs.decode(record).getJob().getSubmission());
            case Topics.RESPONSES -> Optional.of(responses.decode(record).getSubmission());
            case Topics.JOURNAL ->
                    events.decode(record).getEvent() instanceof SubmissionRemembered remembered
                            ? Optional.of(remembered.getSubmission())
                            : Optional.empty();
            default ->
                    Optional.of(
                            new TopicPosition(
                                    header(record, DeadLetter.TOPIC),
                                    Integer.parseInt(header(record, DeadLetter.PARTITION)),
                                    Long.parseLong(header(record, DeadLetter.OFFSET))));
        };
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
