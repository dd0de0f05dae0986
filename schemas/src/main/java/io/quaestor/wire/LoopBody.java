package io.quaestor.wire;

/**
 * What a {@link SupervisedLoop} runs: clients that are built together, used by one thread, and
 * thrown away together.
 *
 * <p>Only {@link #wakeup()} may be called from another thread.
 */
public interface LoopBody extends AutoCloseable {
    /**
     * One poll and what follows from it; returns soon, at the latest after the loop's stall bound.
     */
    void turn() throws Exception;

    /** Makes a waiting {@link #turn()} return early. */
    default void wakeup() {}

    /** Ends the clients; leaves nothing half done that a new body could not take up. */
    @Override
    void close();
}
