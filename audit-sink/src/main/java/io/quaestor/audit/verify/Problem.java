package io.quaestor.audit.verify;

/**
 * Something that should not be so.
 *
 * @param lane the chain
 * @param sequence the entry, or the place where one is missing
 * @param detail one sentence part for people
 */
public record Problem(int lane, long sequence, Kind kind, String detail) {

    /** What is wrong. */
    public enum Kind {
        /** There is no entry in this place, though a later one or the head says there was. */
        MISSING_ENTRY,
        /** The entry's {@code previous} is not the leaf of the one before it. */
        PREVIOUS_MISMATCH,
        /** The entry's leaf is not the hash of its content. */
        LEAF_MISMATCH,
        /** Positions in Kafka do not grow along the chain. */
        POSITION_ORDER,
        /** The head does not fit the entries, or is missing. */
        HEAD_MISMATCH,
        /** The schema the entry was written with is not kept. */
        SCHEMA_MISSING,
        /** The schema kept is not the one the entry was written with. */
        SCHEMA_CHANGED,
        /** The body is not what its schema says. */
        UNDECODABLE_BODY,
        /** A column to search by says something else than the body. */
        COLUMN_MISMATCH,
        /** The event belongs to another lane. */
        LANE_MISMATCH,
        /** Numbers of a run's events are not contiguous, or its terminal event counts others. */
        RUN_SEQUENCE,
        /** A lane's new owner knows of admissions that the chain does not show. */
        ADMISSION_SEQUENCE,
        /** A number of a writing stage is in no chain, or in two places. */
        STAGE_SEQUENCE
    }

    @Override
    public String toString() {
        return "chain " + lane + " entry " + sequence + ": " + kind + ", " + detail;
    }
}
