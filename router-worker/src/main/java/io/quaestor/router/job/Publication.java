package io.quaestor.router.job;

import io.quaestor.event.JobEnded;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.Terminal;
import io.quaestor.event.TopicPosition;
import io.quaestor.wire.KafkaTransaction;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryException;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UnencodableRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns decisions into the records of one transaction: first tokens and responses, then what names
 * where the responses lie (terminal events, and what the ledger is told of them).
 *
 * <p>Events that need not wait for the responses wait all the same: each lane of the journal then
 * takes one batch of the transaction instead of two. Where nothing is answered, nothing waits.
 *
 * <p>Encoding may ask the registry for an id the first time and therefore happens here, before the
 * transaction begins.
 */
public final class Publication {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final RecordEncoder encoder;
    private final List<ProducerRecord<byte[], byte[]>> first = new ArrayList<>();

    /** Index of the decision each token or response comes from. */
    private final List<Integer> owners = new ArrayList<>();

    private final List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();

    /** Index of the token or response of each decision among the first records. */
    private final Map<Integer, Integer> nextRecords = new HashMap<>();

    private record Closing(int response, int lane, JournalEvent terminal) {}

    private final List<Closing> closings = new ArrayList<>();
    private int decisions;

    public Publication(RecordEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Takes the next decision; its index counts from 0. An answer that cannot be written to its
     * topic (too large, or refused by the schema registry) is replaced by one that says so.
     *
     * @throws RegistryUnavailableException when a topic is new to this process and nobody can say
     *     whether it takes the answer; nothing of this publication may be sent then
     */
    public void add(Decided decided) {
        if (decided.next() instanceof Decided.Answered answered) {
            encoded(answered)
                    .ifPresentOrElse(
                            value -> addAnswer(decided, answered, value),
                            () -> addUndeliverable(decided));
        } else {
            addToken(decided);
        }
    }

    /** Takes the next decision, whose answer is known to be undeliverable as it is. */
    public void addUndeliverable(Decided decided) {
        if (decided.next() instanceof Decided.Answered answered) {
            var instead = Undeliverable.of(answered);
            addAnswer(decided, instead, encoder.encode(instead.topic(), instead.response()));
        } else {
            addToken(decided);
        }
    }

    private Optional<byte[]> encoded(Decided.Answered answered) {
        try {
            var value = encoder.encode(answered.topic(), answered.response());
            return value.length > Topics.MAX_INTERNAL_BYTES ? Optional.empty() : Optional.of(value);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RegistryException | UnencodableRecordException e) {
            log.atWarn()
                    .addKeyValue(TelemetryNames.JOB_ID, answered.response().getJobId())
                    .addKeyValue(TelemetryNames.DEPARTMENT, answered.response().getDepartment())
                    .log("its answer does not go to {}: {}", answered.topic(), e.getMessage());
            return Optional.empty();
        }
    }

    private void addAnswer(Decided decided, Decided.Answered answered, byte[] value) {
        int index = addEvents(decided);
        closings.add(new Closing(first.size(), decided.lane(), answered.terminal()));
        nextRecords.put(index, first.size());
        addFirst(index, Lanes.keyed(answered.topic(), answered.response().getJobId(), value));
    }

    private void addToken(Decided decided) {
        int index = addEvents(decided);
        if (decided.next() instanceof Decided.HandedOn(var topic, var jobId, var token)) {
            nextRecords.put(index, first.size());
            addFirst(
                    index,
                    Lanes.record(topic, decided.lane(), jobId, encoder.encode(topic, token)));
        }
    }

    private int addEvents(Decided decided) {
        int index = decisions++;
        decided.events().forEach(event -> events.add(journal(decided.lane(), event)));
        return index;
    }

    private void addFirst(int decision, ProducerRecord<byte[], byte[]> record) {
        first.add(record);
        owners.add(decision);
    }

    /** Everything added so far, with the offsets that it finishes and starts. */
    public KafkaTransaction.Content content(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (closings.isEmpty()) {
            var all = new ArrayList<>(first);
            all.addAll(events);
            return KafkaTransaction.Content.of(all, offsets);
        }
        return new KafkaTransaction.Content(first, this::second, offsets);
    }

    /**
     * The decision whose token or response a failed record is; empty for an event of the journal,
     * which no decision is to blame for.
     */
    public OptionalInt decision(OptionalInt record) {
        if (record.isEmpty()) {
            return OptionalInt.empty();
        }
        return record.getAsInt() < owners.size()
                ? OptionalInt.of(owners.get(record.getAsInt()))
                : OptionalInt.empty();
    }

    /** Where the token or response of a decision lies after the commit. */
    public RecordMetadata position(int decision, List<RecordMetadata> positions) {
        var index = nextRecords.get(decision);
        if (index == null) {
            throw new IllegalArgumentException(
                    "decision " + decision + " has no token and no response");
        }
        return positions.get(index);
    }

    private List<ProducerRecord<byte[], byte[]>> second(List<RecordMetadata> positions) {
        var records = new ArrayList<>(events);
        for (var closing : closings) {
            var at = positions.get(closing.response());
            var terminal = terminal(closing.terminal());
            terminal.setResponse(new TopicPosition(at.topic(), at.partition(), at.offset()));
            records.add(journal(closing.lane(), closing.terminal()));
            records.add(ended(closing.terminal(), terminal));
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> ended(JournalEvent event, Terminal terminal) {
        var ended =
                new JobEnded(
                        event.getLane(),
                        event.getSubject(),
                        event.getDepartment(),
                        event.getRequestId(),
                        event.getRun(),
                        terminal.getStatus(),
                        terminal.getReplayable(),
                        terminal.getResponse(),
                        event.getTrace());
        return Lanes.keyed(Topics.ENDED, event.getRequestId(), encoder.encode(Topics.ENDED, ended));
    }

    private static Terminal terminal(JournalEvent event) {
        return switch (event.getEvent()) {
            case JobFinished finished -> finished.getTerminal();
            case JobRejected rejected -> rejected.getTerminal();
            default ->
                    throw new IllegalArgumentException("no terminal event: " + event.getEventId());
        };
    }

    private ProducerRecord<byte[], byte[]> journal(int lane, JournalEvent event) {
        return Lanes.record(
                Topics.JOURNAL, lane, event.getSubject(), encoder.encode(Topics.JOURNAL, event));
    }
}
