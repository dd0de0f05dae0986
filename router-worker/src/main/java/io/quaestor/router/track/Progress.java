package io.quaestor.router.track;

import java.util.BitSet;
import java.util.UUID;

/**
 * The content of a {@link Mark}'s metadata. Bit i of both sets stands for offset {@code watermark +
 * i}.
 *
 * @param startedUpTo first offset that is neither finished nor in flight: jobs at or after it wait
 *     to be started
 * @param sequence last number of the writing stage's own sequence; 0 when it has none
 * @param weight of the departments whose jobs wait to be started; 0 when none do, or nobody says
 * @param span offsets that the sets cover; those behind are untouched
 */
record Progress(
        UUID topicId,
        long watermark,
        long startedUpTo,
        long sequence,
        int weight,
        int span,
        BitSet finished,
        BitSet inFlight) {}
