package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir Path folder;

    @Test
    void choosesThePortOfAUseOnce() {
        int port = Ports.of(folder).free("broker");

        assertThat(Ports.of(folder).free("broker")).isEqualTo(port);
    }

    @Test
    void givesEachUseAPortOfItsOwn() {
        var ports = Ports.of(folder);

        assertThat(ports.free("broker")).isNotEqualTo(ports.free("registry"));
    }

    @Test
    void replacesAPortThatAnotherProcessTook() throws IOException {
        int port = Ports.of(folder).free("broker");

        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            int other = Ports.of(folder).free("broker");
            assertThat(other).isNotEqualTo(port);
            assertThat(Ports.of(folder).all()).isEmpty();
            assertThat(Ports.of(folder).free("broker")).isEqualTo(other);
        }
    }

    @Test
    void givesARestartedServiceItsPortAgain() {
        var ports = Ports.of(folder);

        assertThat(ports.free("router-worker-1")).isEqualTo(ports.free("router-worker-1"));
    }
}
