package io.quaestor.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a server and forwards its connections; shut, the server is away for whoever comes
 * through it.
 */
final class Gate implements AutoCloseable {

    private final URI target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isShut;

    Gate(String url) {
        target = URI.create(url);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + target.getPath();
    }

    void shut() {
        isShut = true;
        open.forEach(Gate::drop);
    }

    void reopen() {
        isShut = false;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                forward(server.accept());
            } catch (IOException closedOrAway) {
                // The next connection may fare better.
            }
        }
    }

    private void forward(Socket client) throws IOException {
        open.add(client);
        if (isShut) {
            drop(client);
            return;
        }
        var upstream = new Socket(target.getHost(), target.getPort());
        open.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream));
        Thread.ofVirtual().start(() -> pump(upstream, client));
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException dropped) {
            // Both ends are dropped below.
        } finally {
            drop(from);
            drop(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shut();
    }
}
