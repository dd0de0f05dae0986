package io.quaestor.router.job;

import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What becomes of a token: the journal events of the decision, and where the job goes next.
 * Everything of it is written in the transaction that finishes (or, for {@link Stays}, starts) its
 * offset.
 *
 * @param events journal events in order, without the terminal one
 */
public record Decided(int lane, List<JournalEvent> events, Next next) {
    public Decided {
        events = List.copyOf(events);
    }

    /** Where the job goes. */
    public sealed interface Next {}

    /**
     * The job ends: the response is written, and then the terminal event that names its position.
     */
    public record Answered(String topic, LlmResponse response, JournalEvent terminal)
            implements Next {}

    /** The token goes on as another record of the same lane. */
    public record HandedOn(String topic, String jobId, SpecificRecord token) implements Next {}

    /** The token stays where it is: an intent, or news of a job that is no longer ours. */
    public record Stays() implements Next {}

    /** Events only. */
    public static Decided stays(int lane, JournalEvent... events) {
        return new Decided(lane, List.of(events), new Stays());
    }
}
