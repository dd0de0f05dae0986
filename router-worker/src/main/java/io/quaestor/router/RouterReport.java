package io.quaestor.router;

import io.quaestor.router.cancel.KafkaCancellations;
import io.quaestor.router.lag.KafkaLagGauge;
import io.quaestor.router.provider.roster.Providers;
import io.quaestor.service.LoopReport;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.SupervisedLoop;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Up while every poll loop turns. A provider without its credential is told, but does not stop the
 * others.
 */
@Singleton
final class RouterReport implements LoopReport {
    private final List<SupervisedLoop> loops;
    private final WorkerCatalog catalog;
    private final KafkaLagGauge gauge;
    private final KafkaCancellations cancellations;
    private final Providers providers;

    RouterReport(
            List<SupervisedLoop> loops,
            WorkerCatalog catalog,
            KafkaLagGauge gauge,
            KafkaCancellations cancellations,
            Providers providers) {
        this.loops = loops;
        this.catalog = catalog;
        this.gauge = gauge;
        this.cancellations = cancellations;
        this.providers = providers;
    }

    @Override
    public List<Liveness> loops() {
        var further =
                Stream.of(catalog.view().liveness(), gauge.liveness(), cancellations.liveness());
        return Stream.concat(loops.stream().map(SupervisedLoop::liveness), further).toList();
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("catalogVersion", catalog.snapshot().version());
        providers
                .problems()
                .forEach((provider, problem) -> facts.put("provider " + provider, problem));
        return facts;
    }
}
