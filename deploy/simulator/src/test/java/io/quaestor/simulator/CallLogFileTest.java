package io.quaestor.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogFileTest {

    @TempDir private Path folder;

    @Test
    void writesEachCallWhenItArrivesAndWhenItEndsAndGoesOnInTheSameFile() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        try (var simulator = new RunningSimulator(Optional.of(file))) {
            var open =
                    simulator.sendLater(simulator.chat(RunningSimulator.chatBody("[[sim:hang]]")));
            simulator.awaitOpen(1);
            assertThat(outcomes(file)).containsExactly("open");
            assertThat(open).isNotDone();

            var _ = simulator.ask("Summarise: The roads were built.");

            assertThat(outcomes(file)).containsExactly("open", "open", "answered");
            assertThat(lines(file).getLast()).isEqualTo(simulator.lastCall());
        }

        int before = lines(file).size();
        try (var simulator = new RunningSimulator(Optional.of(file))) {
            var _ = simulator.ask("Summarise: The roads were built.");
        }
        assertThat(outcomes(file).subList(before, before + 2)).containsExactly("open", "answered");
    }

    private static List<String> outcomes(Path file) throws IOException {
        return lines(file).stream().map(line -> line.path("outcome").asText()).toList();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(file)) {
            lines.add(RunningSimulator.JSON.readTree(line));
        }
        return lines;
    }
}
