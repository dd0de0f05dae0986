package io.quaestor.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * When the broker took an end of a job into the journal, carried in a header through the
 * repartition topic, where the record gets another time. It is the time to compare submissions
 * with: the event's own is by the clock of whoever wrote it.
 */
final class JournalTime {

    /** Milliseconds since 1970. */
    static final String HEADER = "quaestor.journalled-at";

    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    private JournalTime() {}

    /** The record of the journal on its way. */
    static Record<byte[], byte[]> noted(Record<byte[], byte[]> record) {
        byte[] at = Long.toString(record.timestamp()).getBytes(StandardCharsets.UTF_8);
        return record.withHeaders(
                new RecordHeaders(record.headers()).remove(HEADER).add(HEADER, at));
    }

    /** What was noted; empty for a record that a version sent that noted nothing. */
    static Optional<Instant> of(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(HEADER))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .filter(text -> FORM.matcher(text).matches())
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
    }
}
