package io.quaestor.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadBurstTest {

    /** More than are read at once. */
    private static final int CLIENTS = 200;

    @Test
    void answersLargeUploadsThatAllBeginBeforeAnyEnds() throws Exception {
        try (RunningSimulator simulator = new RunningSimulator()) {
            ByteBuffer request = request();
            int half = request.limit() / 2;
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client(simulator));
                write(clients.getLast(), request.slice(0, half));
            }
            for (SocketChannel client : clients.reversed()) {
                write(client, request.slice(half, request.limit() - half));
            }

            for (SocketChannel client : clients) {
                assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
                client.close();
            }
        }
    }

    @Test
    void doesNotWaitForUploadsWhoseClientsWentAway() throws Exception {
        try (RunningSimulator simulator = new RunningSimulator()) {
            ByteBuffer request = request();
            for (int i = 0; i < CLIENTS; i++) {
                try (SocketChannel client = client(simulator)) {
                    write(client, request.slice(0, 20_000));
                }
            }

            try (SocketChannel client = client(simulator)) {
                write(client, request.slice());
                assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    /** Fits into the kernel's socket buffers, so that a waiting half never blocks this thread. */
    private static ByteBuffer request() {
        String body = RunningSimulator.chatBody("A sentence of some length. ".repeat(2_000));
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: simulator\r\nauthorization: Bearer "
                        + RunningSimulator.KEY
                        + "\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n";
        return ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8));
    }

    private static SocketChannel client(RunningSimulator simulator) throws IOException {
        return SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.server.port()));
    }

    private static void write(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String firstLine(SocketChannel client) throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(64);
        while (reply.hasRemaining() && client.read(reply) >= 0) {
            // reads on until there is enough for the status line
        }
        String text = new String(reply.array(), 0, reply.position(), StandardCharsets.UTF_8);
        return text.substring(0, Math.max(0, text.indexOf("\r\n")));
    }
}
