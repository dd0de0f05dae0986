package io.quaestor.wire.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lookups under way. All who ask for the same share one, and one that takes longer than who asked
 * waits goes on for those who ask again.
 *
 * <p>So a slow registry gets each question of a client once at a time and answers it in the end.
 * When each caller asked for itself and broke off after its second, a registry that needed two of
 * them was kept so busy that it answered nobody any more.
 */
final class SharedLookups<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /**
     * What {@code lookup} finds, or the one for that key that is under way.
     *
     * @param what is asked for, in a message
     * @param lookup bounded in time by itself; throws {@link RegistryException}
     * @param patience how long this caller waits
     * @throws RegistryUnavailableException if there is no answer within {@code patience}
     */
    V get(K key, String what, Supplier<V> lookup, Duration patience) {
        var own = new CompletableFuture<V>();
        var before = underWay.putIfAbsent(key, own);
        if (before != null) {
            return awaited(before, what, patience);
        }
        Thread.ofVirtual().name("registry-lookup").start(() -> answer(key, own, lookup));
        return awaited(own, what, patience);
    }

    private void answer(K key, CompletableFuture<V> answer, Supplier<V> lookup) {
        try {
            V value = lookup.get();
            ends(key, answer);
            answer.complete(value);
        } catch (RuntimeException | Error e) {
            ends(key, answer);
            answer.completeExceptionally(e);
        }
    }

    /** Before anybody hears of it: who asks again after a failure asks the registry. */
    private void ends(K key, CompletableFuture<V> answer) {
        underWay.remove(key, answer);
    }

    private static <V> V awaited(CompletableFuture<V> answer, String what, Duration patience) {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RegistryUnavailableException(
                    "the registry was asked for "
                            + what
                            + " and gave no answer within "
                            + patience.toMillis()
                            + " ms",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error broken) {
                throw broken;
            }
            throw e.getCause() instanceof RegistryException failure
                    ? failure
                    : new IllegalStateException("a lookup failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while waiting for " + what, e);
        }
    }
}
