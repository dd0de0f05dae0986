package io.quaestor.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * Answers everybody who wants to know when all that was committed before the question has been
 * read. Anybody asks; the thread that reads answers, through its {@link Reading}.
 *
 * @param <T> what is known by then
 */
public final class CatchUp<T> implements AutoCloseable {
    private final ConcurrentLinkedQueue<CompletableFuture<T>> asked = new ConcurrentLinkedQueue<>();

    /** Completes when it is read; cancelled with the closing. Cancel or time out at will. */
    public CompletableFuture<T> ask() {
        var answer = new CompletableFuture<T>();
        asked.add(answer);
        return answer;
    }

    /** For a reading that begins; close it with the reading, or its questions stay open. */
    public Reading reading(Supplier<Map<TopicPartition, Long>> ends) {
        return new Reading(ends);
    }

    @Override
    public void close() {
        asked.forEach(answer -> answer.cancel(false));
    }

    /**
     * One reading of the topics, from its start to its failure or end; what it leaves open is the
     * next one's. For the reading thread only.
     */
    public final class Reading implements AutoCloseable {
        private record Due<T>(Map<TopicPartition, Long> ends, List<CompletableFuture<T>> answers) {}

        private final Supplier<Map<TopicPartition, Long>> ends;
        private final List<Due<T>> due = new ArrayList<>();

        private Reading(Supplier<Map<TopicPartition, Long>> ends) {
            this.ends = ends;
        }

        /** Looks where the topics end by now, if anybody asks; when that fails they ask again. */
        public void begin() {
            var answers = new ArrayList<CompletableFuture<T>>();
            for (var one = asked.poll(); one != null; one = asked.poll()) {
                answers.add(one);
            }
            if (answers.isEmpty()) {
                return;
            }
            try {
                due.add(new Due<>(ends.get(), answers));
            } catch (RuntimeException e) {
                asked.addAll(answers);
                throw e;
            }
        }

        /** Everything up to these positions has been taken. */
        public void reached(ToLongFunction<TopicPartition> positions, Supplier<T> known) {
            due.removeIf(
                    one -> {
                        boolean all = isReached(one.ends(), positions);
                        if (all) {
                            one.answers().forEach(answer -> answer.complete(known.get()));
                        }
                        return all;
                    });
        }

        @Override
        public void close() {
            due.forEach(one -> asked.addAll(one.answers()));
        }
    }

    /** Whether all these ends are reached. */
    static boolean isReached(
            Map<TopicPartition, Long> ends, ToLongFunction<TopicPartition> positions) {
        return ends.entrySet().stream()
                .allMatch(end -> positions.applyAsLong(end.getKey()) >= end.getValue());
    }
}
