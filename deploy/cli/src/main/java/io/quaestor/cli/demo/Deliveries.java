package io.quaestor.cli.demo;

import io.quaestor.cli.stack.WholeStack;
import io.quaestor.cli.submit.RequestPublisher;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.event.LlmRequest;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.util.List;

/**
 * Edge: publishes the requests in two deliveries, the second when the first has used a budget up.
 *
 * <p>So requests come to a closed budget however slowly the books are kept. Real providers have
 * other prices and perhaps no breach: for them everything is one delivery.
 */
final class Deliveries implements AutoCloseable {
    /** Costs far more than the budget of 40 %, and leaves enough to be refused. */
    static final int FIRST_PERCENT = 75;

    private final WholeStack whole;
    private final TopicTail<BudgetEvent> budgets;
    private List<LlmRequest> rest;

    private Deliveries(WholeStack whole, TopicTail<BudgetEvent> budgets, List<LlmRequest> rest) {
        this.whole = whole;
        this.budgets = budgets;
        this.rest = rest;
    }

    /** Publishes the first delivery. */
    static Deliveries begin(WholeStack whole, DemoPlan plan) {
        var requests = SampleRequests.mixed(plan.samples());
        int first = plan.simulated() ? requests.size() * FIRST_PERCENT / 100 : requests.size();
        var budgets =
                TopicTail.open(
                        whole.kafka(), whole.registry(), Topics.BUDGET_EVENTS, BudgetEvent.class);
        var deliveries = new Deliveries(whole, budgets, requests.subList(first, requests.size()));
        deliveries.publish(requests.subList(0, first));
        return deliveries;
    }

    private void publish(List<LlmRequest> requests) {
        RequestPublisher.publish(requests, whole.kafka(), whole.registry());
    }

    /** Requests not published yet. */
    int waiting() {
        return rest.size();
    }

    /**
     * Publishes the second delivery if a budget has run out by now.
     *
     * @return whether it did so in this call
     */
    boolean goOn() {
        if (rest.isEmpty() || !ranOut()) {
            return false;
        }
        publish(rest);
        rest = List.of();
        return true;
    }

    private boolean ranOut() {
        return budgets.next(Duration.ZERO).stream()
                .anyMatch(event -> event.value().getKind() == BudgetEventKind.BREACHED);
    }

    @Override
    public void close() {
        budgets.close();
    }
}
