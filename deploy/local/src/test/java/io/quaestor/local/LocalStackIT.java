package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.local.RunFile.Running;
import io.quaestor.wire.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
    private static final Distribution DISTRIBUTION = Distribution.find().shortLived();

    @TempDir Path folder;
    private final HeardEvents heard = new HeardEvents();

    @Test
    void keepsDataAndPortsBetweenStartsAndReplacesABusyPort() throws Exception {
        List<Running> first;
        Map<String, Integer> ports;
        try (var stack = LocalStack.open(DISTRIBUTION, folder, heard)) {
            stack.startInfrastructure().provision(List.of());
            execute(stack, "CREATE TABLE kept AS SELECT 42 AS answer");
            first = stack.runFile().processes();
            ports = stack.runFile().ports();
            assertThat(RunFile.read(folder)).contains(stack.runFile());
            assertThat(stack.pssBytes()).containsOnlyKeys("broker", "postgres", "registry");
        }
        assertThat(first)
                .extracting(Running::name)
                .containsExactlyInAnyOrder("broker", "postgres", "registry");
        assertThat(first).allSatisfy(process -> assertThat(Await.isAlive(process.pid())).isFalse());
        assertThat(RunFile.read(folder).map(RunFile::processes)).contains(List.of());

        int taken = Objects.requireNonNull(ports.get("broker-controller"));
        try (var _ = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress());
                var stack = LocalStack.open(DISTRIBUTION, folder, heard)) {
            stack.startInfrastructure().provision(List.of());
            execute(stack, "INSERT INTO kept VALUES (43)");
            assertThat(topics(stack)).contains(Topics.JOURNAL);
            var now = stack.runFile().ports();
            assertThat(now.get("broker-controller")).isNotEqualTo(taken);
            assertThat(now).containsAllEntriesOf(without(ports, "broker-controller"));
        }
        assertThat(heard.ended()).isEmpty();
    }

    @Test
    void refusesASecondStackInTheFolder() {
        try (var _ = LocalStack.open(DISTRIBUTION, folder, heard)) {
            assertThatThrownBy(() -> LocalStack.open(DISTRIBUTION, folder, heard))
                    .hasMessageContaining("a stack already runs in");
        }
    }

    private static void execute(LocalStack stack, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.jdbcUrl(), Postgres.USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<String> topics(LocalStack stack) throws Exception {
        var bootstrap = stack.kafka().bootstrapServers();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            return admin.listTopics().names().get();
        }
    }

    private static Map<String, Integer> without(Map<String, Integer> ports, String use) {
        var others = new TreeMap<>(ports);
        others.remove(use);
        return others;
    }
}
