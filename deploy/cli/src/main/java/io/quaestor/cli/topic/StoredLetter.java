package io.quaestor.cli.topic;

import static java.util.stream.Collectors.joining;

import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/**
 * A record that could not be read, as it was.
 *
 * @param id {@code partition@offset} on {@code llm.dead-letters}
 * @param topic where it lay
 * @param from {@code topic-partition@offset} where it lay
 * @param headers that its producer wrote
 * @param key empty when it had none
 * @param whole false when it was too large to be kept: then only its beginning is here
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
        List<Header> headers,
        byte[] key,
        byte[] value,
        boolean whole) {
    /** What anyone may write. */
    private static final Set<String> CLIENTS = Set.of(Topics.REQUESTS, Topics.CANCELLATIONS);

    public boolean isClients() {
        return CLIENTS.contains(topic);
    }

    /** Separated by blanks: a schema id or a trace is there, or is not. */
    public String headerNames() {
        return headers.stream().map(Header::key).collect(joining(" "));
    }

    public String keyText() {
        return new String(key, StandardCharsets.UTF_8);
    }
}
