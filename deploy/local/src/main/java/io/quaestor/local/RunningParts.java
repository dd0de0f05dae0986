package io.quaestor.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What runs, in the order of its start: parts that were started together are stopped together,
 * later ones first.
 *
 * <p>Safe for use by several threads: the shutdown hook closes it while the main thread may still
 * be starting parts.
 */
final class RunningParts implements AutoCloseable {
    private final StackListener listener;
    private final Runnable changed;
    private final Deque<List<StackPart>> tiers = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param changed called after each change
     */
    RunningParts(StackListener listener, Runnable changed) {
        this.listener = listener;
        this.changed = changed;
    }

    /**
     * Starts parts in parallel and returns when all are ready.
     *
     * @throws StackException of the first that failed; the others still belong to us
     */
    void start(List<Supplier<StackPart>> starts) {
        var tier = newTier();
        var started =
                starts.stream()
                        .map(
                                start ->
                                        CompletableFuture.runAsync(
                                                () -> startIn(tier, start),
                                                Thread::startVirtualThread));
        try {
            CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    synchronized List<StackPart> all() {
        return tiers.stream().flatMap(List::stream).toList();
    }

    Optional<StackPart> find(String name) {
        return all().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** From now on its end is nobody's surprise, and it is not ours to stop. */
    void forget(StackPart part) {
        synchronized (this) {
            tiers.forEach(tier -> tier.remove(part));
        }
        changed.run();
    }

    /** Stops everything; what does not end in good order is killed. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (var tier = lastTier(); tier.isPresent(); tier = lastTier()) {
            var stops =
                    tier.get().stream()
                            .map(
                                    part ->
                                            CompletableFuture.runAsync(
                                                    part::close, Thread::startVirtualThread));
            CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).join();
        }
        changed.run();
    }

    private synchronized List<StackPart> newTier() {
        var tier = new CopyOnWriteArrayList<StackPart>();
        tiers.addLast(tier);
        return tier;
    }

    private synchronized Optional<List<StackPart>> lastTier() {
        return Optional.ofNullable(tiers.pollLast());
    }

    private void startIn(List<StackPart> tier, Supplier<StackPart> start) {
        long begin = System.nanoTime();
        var part = start.get();
        if (!adopt(tier, part)) {
            part.close();
            throw new StackException(part.name() + " was started while the stack is being stopped");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        listener.progress(
                "%s is ready (%d.%d s)".formatted(part.name(), millis / 1000, millis % 1000 / 100));
        var _ = part.handle().onExit().thenRun(() -> reportUnlessExpected(part));
        changed.run();
    }

    private synchronized boolean adopt(List<StackPart> tier, StackPart part) {
        return !closed && tier.add(part);
    }

    private void reportUnlessExpected(StackPart part) {
        boolean surprise;
        synchronized (this) {
            surprise = !closed && tiers.stream().anyMatch(tier -> tier.contains(part));
        }
        if (surprise) {
            listener.ended(part.name(), LogTail.of(part.log()));
        }
    }
}
