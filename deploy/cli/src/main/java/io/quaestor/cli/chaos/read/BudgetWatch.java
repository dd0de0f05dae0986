package io.quaestor.cli.chaos.read;

import io.quaestor.cli.chaos.fact.Facts.Closing;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Edge: reads {@code llm.budgets}, read_committed, while the campaign runs, to know when a breach
 * became visible to anybody: a record's own time is that of its writing, before its commit.
 */
public final class BudgetWatch implements AutoCloseable {
    private final TopicTail<BudgetRecord> tail;
    private final Map<String, Closing> closings = new LinkedHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closing;

    private BudgetWatch(TopicTail<BudgetRecord> tail) {
        this.tail = tail;
        this.thread = Thread.ofPlatform().name("budget-watch").daemon().start(this::run);
    }

    public static BudgetWatch begin(KafkaSettings kafka, RegistryClient registry) {
        return new BudgetWatch(TopicTail.open(kafka, registry, Topics.BUDGETS, BudgetRecord.class));
    }

    private void run() {
        try {
            while (!closing) {
                var news = tail.next();
                long now = System.currentTimeMillis();
                for (var record : news) {
                    if (record.value().getBody() instanceof BudgetState state) {
                        note(state, now);
                    }
                }
            }
        } catch (RuntimeException e) {
            failure.set(e);
        } finally {
            tail.close();
        }
    }

    private synchronized void note(BudgetState state, long now) {
        var key =
                "%s|%s|%s|%s"
                        .formatted(
                                state.getDepartment(),
                                state.getLevel(),
                                state.getName(),
                                KafkaFacts.kindAndStart(state.getWindow()));
        state.getLimits().stream()
                .filter(limit -> limit.getMode() == BudgetMode.STOP)
                .filter(limit -> limit.getStatus() == BudgetStatus.BREACHED)
                .forEach(
                        limit ->
                                closings.putIfAbsent(
                                        limit.getBudget() + "|" + key,
                                        new Closing(limit.getBudget(), key, now)));
    }

    /** Breaches seen so far, each once. */
    public synchronized List<Closing> closings() {
        return List.copyOf(closings.values());
    }

    /** Why it reads no more, if it does not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get()).map(e -> "budgets were not watched: " + e);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
