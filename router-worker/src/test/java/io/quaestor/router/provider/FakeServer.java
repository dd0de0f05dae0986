package io.quaestor.router.provider;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server on loopback that answers every request as told, badly if wanted. Over plain
 * sockets, because no HTTP library writes cut bodies or resets connections.
 */
public final class FakeServer implements AutoCloseable {

    /** One request as it came. */
    public record Received(String method, String target, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** How to answer one request. */
    @FunctionalInterface
    public interface Behaviour {

        /** Answers; false closes the connection afterwards. */
        boolean answer(Socket connection) throws IOException;
    }

    private final ServerSocket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private volatile Behaviour behaviour = answering(200, "{}");

    public FakeServer() {
        try {
            socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** A complete answer. */
    public static Behaviour answering(int status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(head(status, bytes.length, headers), bytes, true);
    }

    /** An answer that promises more bytes than come; then the connection closes. */
    public static Behaviour cutting(int status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(head(status, bytes.length + 100, headers), bytes, false);
    }

    /** Reads the request, then closes without a word. */
    public static Behaviour closing() {
        return _ -> false;
    }

    /** Reads the request, then resets the connection. */
    public static Behaviour resetting() {
        return connection -> {
            connection.setSoLinger(true, 0);
            return false;
        };
    }

    /** Reads the request and never answers; notices when the client gives up. */
    public Behaviour hanging() {
        return connection -> {
            int next = -1;
            try {
                next = connection.getInputStream().read();
            } finally {
                if (next < 0) {
                    clientGone.countDown();
                }
            }
            return false;
        };
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public void will(Behaviour next) {
        behaviour = next;
    }

    /** All requests so far. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Connections opened so far. */
    public int connections() {
        return accepted.get();
    }

    /** Opens when a client dropped a connection on which {@link #hanging} waits. */
    public CountDownLatch clientGone() {
        return clientGone;
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Behaviour raw(String head, byte[] body, boolean keepOpen) {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        return connection -> {
            OutputStream out = connection.getOutputStream();
            out.write(start);
            out.write(body);
            out.flush();
            return keepOpen;
        };
    }

    private static String head(int status, int length, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        head.append("Content-Length: ").append(length).append("\r\n");
        if (List.of(headers).stream()
                .noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("content-type"))) {
            head.append("Content-Type: application/json\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                accepted.incrementAndGet();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return; // Closed: the test is over.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            do {
                received.add(read(in));
            } while (behaviour.answer(connection));
        } catch (IOException _) {
            // The client hung up, which clients may do at any time.
        } finally {
            connections.remove(connection);
        }
    }

    private static Received read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Received(start[0], start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
