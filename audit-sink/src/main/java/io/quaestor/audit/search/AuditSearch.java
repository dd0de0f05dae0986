package io.quaestor.audit.search;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is looked for; everything that is given must hold.
 *
 * @param subject job id, or {@code kind:name}
 * @param kind record name of the event
 * @param from event time, inclusive
 * @param to event time, exclusive
 * @param firstSequence inclusive
 * @param lastSequence inclusive
 * @param newestFirst descending in lane and sequence, else ascending
 * @param after the entry behind which the answer begins
 * @param count most entries
 */
record AuditSearch(
        Optional<String> subject,
        Optional<String> department,
        Optional<String> kind,
        OptionalInt lane,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> firstSequence,
        Optional<Long> lastSequence,
        boolean newestFirst,
        Optional<Position> after,
        int count) {

    /** Where an entry stands. */
    record Position(int lane, long sequence) {}
}
