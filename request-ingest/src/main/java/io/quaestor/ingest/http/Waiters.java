package io.quaestor.ingest.http;

import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for which response. A waiter is here before its request is published, so that no answer
 * is too fast for it; until it knows its submission it keeps what comes for its job. Safe for
 * several threads.
 */
final class Waiters {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentMap<String, List<Waiter>> byJob = new ConcurrentHashMap<>();

    /**
     * @param most waiters at a time
     */
    Waiters(int most) {
        this.most = most;
    }

    /** Somebody who waits for an answer to a submission of this job; empty when too many do. */
    Optional<Waiter> waiting(String jobId) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return Optional.empty();
        }
        var waiter = new Waiter(jobId);
        byJob.merge(jobId, List.of(waiter), Waiters::both);
        return Optional.of(waiter);
    }

    int count() {
        return count.get();
    }

    boolean isAwaited(String jobId) {
        return byJob.containsKey(jobId);
    }

    void arrived(LlmResponse response) {
        byJob.getOrDefault(response.getJobId(), List.of())
                .forEach(waiter -> waiter.arrived(response));
    }

    private static List<Waiter> both(List<Waiter> some, List<Waiter> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** One who waits; whoever made it closes it. */
    final class Waiter implements AutoCloseable {

        /**
         * Answers to other submissions of the job that come before ours is known to lie anywhere.
         */
        private static final int EARLY_MAX = 4;

        private final String jobId;
        private final CompletableFuture<LlmResponse> answer = new CompletableFuture<>();
        private final List<LlmResponse> early = new ArrayList<>();
        private @Nullable TopicPosition submission;
        private boolean isClosed;

        private Waiter(String jobId) {
            this.jobId = jobId;
        }

        /** Completes with the answer; never fails. */
        CompletableFuture<LlmResponse> answer() {
            return answer;
        }

        /** The submission lies there: answers to it count. */
        synchronized void submitted(TopicPosition at) {
            submission = at;
            early.forEach(this::arrived);
            early.clear();
        }

        private synchronized void arrived(LlmResponse response) {
            if (submission == null) {
                if (early.size() < EARLY_MAX) {
                    early.add(response);
                }
            } else if (response.getSubmission().equals(submission)) {
                answer.complete(response);
            }
        }

        @Override
        public synchronized void close() {
            if (!isClosed) {
                isClosed = true;
                count.decrementAndGet();
                byJob.computeIfPresent(jobId, (_, waiters) -> without(waiters));
            }
        }

        private @Nullable List<Waiter> without(List<Waiter> waiters) {
            var others = waiters.stream().filter(waiter -> waiter != this).toList();
            return others.isEmpty() ? null : others;
        }
    }
}
