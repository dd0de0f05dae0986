package io.quaestor.spend;

import io.quaestor.local.ChildProcess;
import io.quaestor.local.Command;
import io.quaestor.local.Ports;
import io.quaestor.local.Readiness;
import io.quaestor.local.fixture.KafkaFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The aggregator as the operating system knows it: one that can be killed. */
final class AggregatorProcess {

    /** On a busy machine, with a store to be restored and a session to run out. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    /** Returns when its {@code /health} is up. */
    static ChildProcess start(KafkaFixture fixture, Path folder) {
        int port = Ports.of(folder).free("spend-aggregator");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words =
                List.of(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.quaestor.spend.SpendAggregator");
        var environment =
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        fixture.bootstrapServers(),
                        "SCHEMA_REGISTRY_URL",
                        fixture.registryUrl(),
                        "QUAESTOR_HTTP_PORT",
                        Integer.toString(port),
                        "QUAESTOR_INSTANCE",
                        "spend-it",
                        "QUAESTOR_STATE_DIR",
                        folder.resolve("state").toString(),
                        "QUAESTOR_MAXIMUM_CALL",
                        "1s",
                        "QUAESTOR_EXPIRY_GRACE",
                        "1s");
        var health = Readiness.http("http://127.0.0.1:" + port + "/health");
        return ChildProcess.start(
                        new Command(
                                "spend-aggregator",
                                words,
                                environment,
                                folder.resolve("spend.log")))
                .awaitReady(health, START_TIMEOUT);
    }

    private AggregatorProcess() {}
}
