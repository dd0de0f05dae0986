package io.quaestor.cli.chaos.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.chaos.fact.Facts.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogReaderTest {
    @TempDir private Path folder;

    @Test
    void takesTheLastLineOfEachCallOverAllStartsOfTheSimulator() throws IOException {
        var file = folder.resolve("calls.jsonl");
        Files.write(
                file,
                List.of(
                        line(1, 100, "null", "null", "null", "open"),
                        line(2, 120, "null", "null", "null", "open"),
                        line(1, 100, "400", "200", "{\"input\":1}", "answered"),
                        // Killed, and started again.
                        line(1, 900, "null", "null", "null", "open"),
                        line(1, 900, "950", "503", "null", "answered")));

        assertThat(CallLogReader.read(file))
                .containsExactly(
                        new Call("a-1/1/1/1", 100, OptionalLong.of(400), 200, "answered", true),
                        new Call("a-2/1/1/1", 120, OptionalLong.empty(), 0, "open", false),
                        new Call("a-1/1/1/1", 900, OptionalLong.of(950), 503, "answered", false));
    }

    private static String line(
            int sequence,
            long arrived,
            String finished,
            String status,
            String usage,
            String outcome) {
        return """
                {"sequence":%d,"attempt":"a-%1$d/1/1/1","arrivedAtMs":%d,"finishedAtMs":%s,"status":%s,"usage":%s,"outcome":"%s"}"""
                .formatted(sequence, arrived, finished, status, usage, outcome);
    }
}
