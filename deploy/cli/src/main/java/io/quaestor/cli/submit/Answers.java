package io.quaestor.cli.submit;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Edge: waits for the answers to submissions. */
public final class Answers implements AutoCloseable {
    private final TopicTail<LlmResponse> tail;

    /**
     * @param tail of the reply topic, from before the submissions
     */
    public Answers(TopicTail<LlmResponse> tail) {
        this.tail = tail;
    }

    /**
     * Hands over each answer as it comes.
     *
     * @return the submissions that have none after so long
     */
    public Set<TopicPosition> await(
            Collection<TopicPosition> submissions, Duration most, Consumer<LlmResponse> each) {
        var open = new HashSet<>(submissions);
        long deadline = System.nanoTime() + most.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            for (var found : tail.next()) {
                if (open.remove(found.value().getSubmission())) {
                    each.accept(found.value());
                }
            }
        }
        return open;
    }

    @Override
    public void close() {
        tail.close();
    }
}
