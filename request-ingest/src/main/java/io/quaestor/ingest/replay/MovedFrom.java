package io.quaestor.ingest.replay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What a request that ingest writes to its own topic again says of the record that its client
 * wrote: there it is the same submission, of the same place and time.
 *
 * @param partition of the request topic
 * @param at when the broker took it
 */
public record MovedFrom(int partition, long offset, Instant at) {

    /** {@code <partition>@<offset>@<milliseconds>} of the record as its client wrote it. */
    public static final String HEADER = "quaestor.moved-from";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})@(\\d{1,18})");

    /** What the headers say, true or not. */
    public static Optional<MovedFrom> read(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(HEADER))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .map(FORM::matcher)
                .filter(matcher -> matcher.matches())
                .map(
                        text ->
                                new MovedFrom(
                                        Integer.parseInt(text.group(1)),
                                        Long.parseLong(text.group(2)),
                                        Instant.ofEpochMilli(Long.parseLong(text.group(3)))));
    }

    /** The headers of the record that is written again. */
    public Headers addedTo(Headers headers) {
        var from = "%d@%d@%d".formatted(partition, offset, at.toEpochMilli());
        return new RecordHeaders(headers)
                .remove(HEADER)
                .add(HEADER, from.getBytes(StandardCharsets.UTF_8));
    }
}
