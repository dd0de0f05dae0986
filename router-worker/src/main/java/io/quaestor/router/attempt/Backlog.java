package io.quaestor.router.attempt;

import io.quaestor.event.RoutedJob;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Jobs of one lane that were read and not started, in offset order, and whose they are. Not
 * thread-safe.
 */
final class Backlog {
    private final Deque<Waiting> jobs = new ArrayDeque<>();
    private final Map<String, Integer> byDepartment = new HashMap<>();

    /** A job that was read and not started. */
    record Waiting(long offset, RoutedJob job) {
        String department() {
            return job.getJob().getRequest().getDepartment();
        }
    }

    void add(long offset, RoutedJob job) {
        var waiting = new Waiting(offset, job);
        jobs.addLast(waiting);
        count(waiting);
    }

    /** It did not start after all. */
    void addBack(long offset, RoutedJob job) {
        var waiting = new Waiting(offset, job);
        jobs.addFirst(waiting);
        count(waiting);
    }

    private void count(Waiting waiting) {
        byDepartment.merge(waiting.department(), 1, Integer::sum);
    }

    Optional<Waiting> head() {
        return Optional.ofNullable(jobs.peekFirst());
    }

    void removeHead() {
        discount(jobs.removeFirst());
    }

    /** Takes out those for which the test holds. */
    void removeIf(Predicate<Waiting> test, Consumer<Waiting> taken) {
        for (Iterator<Waiting> all = jobs.iterator(); all.hasNext(); ) {
            var one = all.next();
            if (test.test(one)) {
                all.remove();
                discount(one);
                taken.accept(one);
            }
        }
    }

    private void discount(Waiting gone) {
        byDepartment.computeIfPresent(
                gone.department(), (_, count) -> count == 1 ? null : count - 1);
    }

    void clear() {
        jobs.clear();
        byDepartment.clear();
    }

    int size() {
        return jobs.size();
    }

    /** Jobs by department. */
    Map<String, Integer> jobs() {
        return Collections.unmodifiableMap(byDepartment);
    }

    Set<String> departments() {
        return byDepartment.keySet();
    }
}
