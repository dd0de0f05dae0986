package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.local.RunFile.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir Path folder;
    private ChildProcess process;

    @BeforeEach
    void start() {
        var command =
                new Command("broker", List.of("sleep", "600"), Map.of(), folder.resolve("log"));
        process = ChildProcess.start(command);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void endsWhatAnEarlierStackLeftRunning() {
        leave(Running.of("broker", process.handle(), "", folder));

        assertThat(Leftovers.end(folder)).containsExactly("broker");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void sparesAnotherProcessThatGotTheSameId() {
        leave(new Running("broker", process.pid(), 1, "", ""));

        assertThat(Leftovers.end(folder)).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void findsNothingInANewFolder() {
        assertThat(Leftovers.end(folder)).isEmpty();
    }

    private void leave(Running running) {
        new RunFile(folder.toString(), running, "", "", "", "", Map.of(), true, List.of(running))
                .write(folder);
    }
}
