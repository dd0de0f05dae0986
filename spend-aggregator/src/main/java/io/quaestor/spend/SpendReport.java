package io.quaestor.spend;

import io.quaestor.service.LoopReport;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** Up while Streams runs (not rebalancing, restoring or failing) and what HTTP shows is read. */
@Singleton
final class SpendReport implements LoopReport {

    private final SpendStreams streams;
    private final KafkaSpendView view;

    SpendReport(SpendStreams streams, KafkaSpendView view) {
        this.streams = streams;
        this.view = view;
    }

    @Override
    public List<Liveness> loops() {
        return Stream.concat(Stream.of(streams.liveness()), view.loops().stream()).toList();
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
