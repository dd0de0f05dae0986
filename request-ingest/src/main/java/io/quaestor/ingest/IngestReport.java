package io.quaestor.ingest;

import io.quaestor.ingest.replay.ReplayStage;
import io.quaestor.service.LoopReport;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams.State;

/** Up while records flow and answers are repeated, or would, and the catalogue is being read. */
@Singleton
final class IngestReport implements LoopReport {

    private final IngestStreams streams;
    private final ReplayStage replays;
    private final CatalogView catalog;

    IngestReport(IngestStreams streams, ReplayStage replays, CatalogView catalog) {
        this.streams = streams;
        this.replays = replays;
        this.catalog = catalog;
    }

    @Override
    public List<Liveness> loops() {
        return List.of(streams.liveness(), replays.liveness(), catalog.liveness());
    }

    @Override
    public Map<String, String> obstacles() {
        Map<String, String> obstacles = new LinkedHashMap<>();
        if (!state().equals(State.RUNNING.name())) {
            obstacles.put("streams", state());
        }
        streams.waitingFor().ifPresent(what -> obstacles.put("waitingFor", what));
        return obstacles;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("streams", state());
        streams.run().ifPresent(run -> facts.put("replacedThreads", run.replacedThreads()));
        facts.put("catalogVersion", catalog.snapshot().version());
        return facts;
    }

    private String state() {
        return streams.run().map(run -> run.state().name()).orElse("NOT_STARTED");
    }
}
