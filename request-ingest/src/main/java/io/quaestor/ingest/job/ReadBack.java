package io.quaestor.ingest.job;

import java.util.HashMap;
import java.util.Map;

/**
 * Where to begin reading the journal when all that is wanted may be too much: each lane goes back
 * by its part of what may be read, so that all go back about equally far in time.
 */
public final class ReadBack {

    private ReadBack() {}

    /**
     * The offsets of one lane that are wanted.
     *
     * @param from the first
     * @param to behind the last
     */
    public record Span(long from, long to) {
        long length() {
            return Math.max(0, to - from);
        }
    }

    /**
     * The offset at which each lane begins, at its span's {@code from} or later.
     *
     * @param offsetsMax most offsets over all lanes
     */
    public static Map<Integer, Long> starts(Map<Integer, Span> spans, long offsetsMax) {
        long wanted = spans.values().stream().mapToLong(Span::length).sum();
        Map<Integer, Long> starts = new HashMap<>();
        spans.forEach((lane, span) -> starts.put(lane, start(span, wanted, offsetsMax)));
        return starts;
    }

    private static long start(Span span, long wanted, long offsetsMax) {
        if (wanted <= offsetsMax) {
            return span.from();
        }
        // Lanes have far fewer offsets than would overflow with a bound of some millions.
        long part = Math.multiplyExact(span.length(), offsetsMax) / wanted;
        return span.to() - part;
    }
}
