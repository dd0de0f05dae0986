package io.quaestor.ingest.http;

import io.quaestor.service.LoopReport;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The door's loops on {@code /health}, and whether broker and registry answer. A view that is still
 * being read makes nothing unhealthy: jobs are taken meanwhile.
 */
@Singleton
final class DoorReport implements LoopReport {

    private final KafkaIntakeBacklog backlog;
    private final RegistryLook registry;
    private final KafkaResponseTail tail;
    private final KafkaJobView view;
    private final Waiters waiters;

    DoorReport(
            KafkaIntakeBacklog backlog,
            RegistryLook registry,
            KafkaResponseTail tail,
            KafkaJobView view,
            Waiters waiters) {
        this.backlog = backlog;
        this.registry = registry;
        this.tail = tail;
        this.view = view;
        this.waiters = waiters;
    }

    @Override
    public List<Liveness> loops() {
        return List.of(backlog.liveness(), registry.liveness(), tail.liveness(), view.liveness());
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("broker", answers(backlog.liveness()));
        facts.put("registry", answers(registry.liveness()));
        facts.put("requestsNotTaken", backlog.requests());
        facts.put("jobsKnown", view.book().size());
        facts.put("jobsBytes", view.book().bytes());
        facts.put("jobsSince", view.reachesBackTo().toString());
        facts.put("jobsCaughtUp", view.isCaughtUp());
        facts.put("waiters", waiters.count());
        return facts;
    }

    private static String answers(Liveness liveness) {
        return liveness.healthy() ? "UP" : "DOWN";
    }
}
