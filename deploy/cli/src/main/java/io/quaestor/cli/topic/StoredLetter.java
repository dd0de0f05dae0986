package io.quaestor.cli.topic;

import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * A record that could not be read, as it was.
 *
 * @param id {@code partition@offset} on {@code llm.dead-letters}
 * @param topic where it lay
 * @param from {@code topic-partition@offset} where it lay
 * @param key empty when it had none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record StoredLetter(
        String id,
        Instant at,
        String stage,
        String reason,
        String message,
        String topic,
        String from,
        byte[] key,
        byte[] value) {
    /** What anyone may write. */
    private static final Set<String> CLIENTS = Set.of(Topics.REQUESTS, Topics.CANCELLATIONS);

    public boolean isClients() {
        return CLIENTS.contains(topic);
    }

    public String keyText() {
        return new String(key, StandardCharsets.UTF_8);
    }
}
