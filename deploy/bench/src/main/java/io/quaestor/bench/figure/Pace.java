package io.quaestor.bench.figure;

/** How many requests are to be published now. */
public sealed interface Pace {

    /** So many a second of all departments together, whatever comes back. */
    record Rate(int perSecond) implements Pace {
        private static final int NANOS_PER_MICRO = 1_000;
        private static final int MICROS_PER_SECOND = 1_000_000;

        /**
         * @param elapsedNanos since the first request
         * @param published so far
         */
        public long due(long elapsedNanos, long published) {
            long planned = elapsedNanos / NANOS_PER_MICRO * perSecond / MICROS_PER_SECOND;
            return Math.max(0, planned - published);
        }
    }

    /** As many as keep so many of each department unanswered: a free place always finds work. */
    record Backlog(int unanswered) implements Pace {
        /**
         * @param open requests of the department without an answer
         */
        public int due(int open) {
            return Math.max(0, unanswered - open);
        }
    }
}
