package io.quaestor.spend;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.Stage;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Every schema of this service, asked for before the first record, so that no transaction waits for
 * the registry.
 */
final class Schemas {

    private final RecordEncoder encoder;
    private final RecordDecoder<JournalEvent> decoder;

    Schemas(RecordEncoder encoder, RecordDecoder<JournalEvent> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /**
     * @throws io.quaestor.wire.registry.RegistryException when the registry is away or refuses a
     *     schema
     */
    void warm() {
        warm(Topics.CHARGES, Charge.getClassSchema());
        warm(Topics.TOTALS, SpendTotal.getClassSchema());
        warm(Topics.BUDGETS, BudgetRecord.getClassSchema());
        warm(Topics.BUDGET_EVENTS, BudgetEvent.getClassSchema());
        warm(Topics.JOURNAL, JournalEvent.getClassSchema());
        // What this version writes, the others write: the journal's schema is then known for
        // reading too.
        var sample = encoder.encode(Topics.JOURNAL, sample());
        var _ = decoder.decode(new ConsumerRecord<>(Topics.JOURNAL, 0, 0, new byte[0], sample));
    }

    private void warm(String topic, Schema schema) {
        var _ = encoder.warm(topic, schema);
    }

    private static JournalEvent sample() {
        return JournalEvent.newBuilder()
                .setLane(0)
                .setEventId("")
                .setSubject("")
                .setAt(Instant.EPOCH)
                .setStage(Stage.SPEND)
                .setInstance("")
                .setEvent(new LaneTaken("", "", 0L))
                .build();
    }
}
