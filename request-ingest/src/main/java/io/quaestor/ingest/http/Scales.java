package io.quaestor.ingest.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the bytes of bodies that are read at a time: about six copies of one live at once (body,
 * tree, record, encoded, compressed, sent), and the heap has room for few large ones.
 */
final class Scales {

    /** Finer than that nobody needs; a permit is a kibibyte. */
    private static final int UNIT_BYTES = 1024;

    private final int permitsInAll;
    private final Semaphore permits;

    Scales(int bytesMax) {
        permitsInAll = Math.max(1, bytesMax / UNIT_BYTES);
        permits = new Semaphore(permitsInAll, true);
    }

    /** Gives the room back; once. */
    @FunctionalInterface
    interface Load extends AutoCloseable {
        @Override
        void close();
    }

    /** Room for a body, waited for in order; empty when there is none for that long. */
    Optional<Load> load(int bytes, Duration patience) {
        int wanted = Math.clamp(bytes / UNIT_BYTES + 1L, 1, permitsInAll);
        try {
            return permits.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(() -> permits.release(wanted))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
