package io.quaestor.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Map<String, Supplier<StackPart>> starts = new HashMap<>();
    private final Set<StackPart> crashed = new HashSet<>();
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

    /** Kills it; it keeps its place for {@link #restart}, and nobody is told of its end. */
    void crash(StackPart part) {
        synchronized (this) {
            crashed.add(part);
        }
        part.kill();
    }

    /**
     * Starts again what has crashed, in its place: it is stopped after all that was started later.
     *
     * @throws StackException when it does not start
     */
    void restart(String name) {
        var former = find(name).orElseThrow(() -> new StackException(name + " was never started"));
        long begin = System.nanoTime();
        var part = start(name).get();
        if (!replace(former, part)) {
            part.close();
            throw new StackException(name + " was started while the stack is being stopped");
        }
        announce(part, begin);
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
        if (!adopt(tier, part, start)) {
            part.close();
            throw new StackException(part.name() + " was started while the stack is being stopped");
        }
        announce(part, begin);
    }

    private void announce(StackPart part, long begin) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        listener.progress(
                "%s is ready (%d.%d s)".formatted(part.name(), millis / 1000, millis % 1000 / 100));
        var _ = part.handle().onExit().thenRun(() -> reportUnlessExpected(part));
        changed.run();
    }

    private synchronized boolean adopt(
            List<StackPart> tier, StackPart part, Supplier<StackPart> start) {
        starts.put(part.name(), start);
        return !closed && tier.add(part);
    }

    private synchronized Supplier<StackPart> start(String name) {
        return Objects.requireNonNull(starts.get(name));
    }

    private synchronized boolean replace(StackPart former, StackPart part) {
        if (closed) {
            return false;
        }
        crashed.remove(former);
        tiers.forEach(tier -> tier.replaceAll(each -> each.equals(former) ? part : each));
        return true;
    }

    private void reportUnlessExpected(StackPart part) {
        boolean surprise;
        synchronized (this) {
            surprise =
                    !closed
                            && !crashed.contains(part)
                            && tiers.stream().anyMatch(tier -> tier.contains(part));
        }
        if (surprise) {
            listener.ended(part.name(), LogTail.of(part.log()));
        }
    }
}
