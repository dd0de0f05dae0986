package io.quaestor.spend;

import io.quaestor.service.LoopReport;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** Up while Streams runs; rebalancing, restoring and failing are down. */
@Singleton
final class SpendReport implements LoopReport {

    private final SpendStreams streams;

    SpendReport(SpendStreams streams) {
        this.streams = streams;
    }

    @Override
    public List<Liveness> loops() {
        return List.of();
    }

    @Override
    public Map<String, String> obstacles() {
        var state = streams.state();
        return state == KafkaStreams.State.RUNNING ? Map.of() : Map.of("streams", state.name());
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("streams", streams.state().name());
        facts.put("threadsReplaced", streams.replaced());
        streams.lastFailure().ifPresent(failure -> facts.put("lastFailure", failure));
        return facts;
    }
}
