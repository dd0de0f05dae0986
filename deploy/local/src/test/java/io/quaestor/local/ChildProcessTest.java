package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void saysWithTheLogsTailThatAProcessEndedWhileStarting() {
        try (var process = start("echo port 80 is mine >&2; exit 3")) {
            assertThatThrownBy(() -> process.awaitReady(() -> false, LONG))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("child ended with status 3 while starting")
                    .hasMessageContaining("port 80 is mine");
        }
    }

    @Test
    void killsAProcessThatIsNotReadyInTime() throws InterruptedException {
        try (var process = start("echo still thinking; sleep 600")) {
            Await.until("it printed", () -> log().contains("still thinking"));

            assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ZERO))
                    .hasMessageContaining("child was not ready within 0 s")
                    .hasMessageContaining("still thinking");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void asksAgainUntilTheProcessIsReady() {
        var marker = folder.resolve("ready");
        try (var process = start("sleep 0.3; touch " + marker + "; sleep 600")) {
            assertThat(process.awaitReady(() -> Files.exists(marker), LONG).isAlive()).isTrue();
        }
    }

    @Test
    void givesItsEnvironmentToTheProcess() throws InterruptedException {
        try (var _ = start("echo I am $QUAESTOR_INSTANCE; sleep 600")) {
            Await.until("it printed", () -> log().contains("I am child-1"));
        }
    }

    @Test
    void ignoresTheTerminalsCtrlC() throws InterruptedException {
        try (var process = start("echo started; sleep 0.2; echo alive; exec sleep 600")) {
            Await.until("it started", () -> log().contains("started"));

            Signal.INT.send(process.pid());

            Await.until("it went on", () -> log().contains("alive"));
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void freezesAndResumes() throws InterruptedException {
        try (var process = start("while true; do echo tick; sleep 0.02; done")) {
            Await.until("it ticks", () -> log().contains("tick"));
            process.suspend();
            Await.until("it is frozen", () -> state(process).equals("T"));

            process.resume();

            Await.until("it goes on", () -> !state(process).equals("T"));
        }
    }

    @Test
    void endsAFrozenProcess() {
        var process = start("exec sleep 600");
        process.suspend();

        process.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(process.onExit().join()).isEqualTo(128 + 15);
    }

    @Test
    void endsItsChildrenWhenItIsKilled() throws Exception {
        var javaCommand = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var owner =
                new ProcessBuilder(
                                javaCommand,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Owner.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("owner.log").toFile())
                        .start();
        var started = folder.resolve("pid");
        Await.until("the child runs", () -> Files.exists(started));
        long child = Long.parseLong(Files.readString(started));
        assertThat(Await.isAlive(child)).isTrue();

        owner.destroyForcibly();

        Await.until("the child has ended", () -> !Await.isAlive(child));
    }

    /** A process that starts a child and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            var folder = Path.of(arguments[0]);
            var words = List.of("sleep", "600");
            var log = folder.resolve("child.log");
            var child = ChildProcess.start(new Command("child", words, Map.of(), log));
            var draft = Files.writeString(folder.resolve("draft"), Long.toString(child.pid()));
            Files.move(draft, folder.resolve("pid"));
            child.onExit().join();
        }
    }

    private ChildProcess start(String script) {
        var words = List.of("/bin/sh", "-c", script);
        var environment = Map.of("QUAESTOR_INSTANCE", "child-1");
        return ChildProcess.start(
                new Command("child", words, environment, folder.resolve("child.log")));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("child.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By {@code ps}, whose first letter means the same on Linux and macOS. */
    private static String state(ChildProcess process) {
        try {
            var ps =
                    new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid()))
                            .start();
            return new String(
                            ps.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.US_ASCII)
                    .substring(0, 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
