package io.quaestor.audit;

import io.quaestor.service.LoopReport;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.SupervisedLoop;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Up while the loop turns and no lane stands still. */
@Singleton
final class AuditReport implements LoopReport {

    private final SupervisedLoop loop;
    private final AuditWatch watch;

    AuditReport(SupervisedLoop loop, AuditWatch watch) {
        this.loop = loop;
        this.watch = watch;
    }

    @Override
    public List<Liveness> loops() {
        return List.of(loop.liveness());
    }

    @Override
    public Map<String, String> obstacles() {
        Map<String, String> obstacles = new TreeMap<>();
        watch.stopped().forEach((lane, why) -> obstacles.put("stopped " + lane, why));
        return obstacles;
    }
}
