package io.quaestor.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Asks a starting process once whether it is ready; asked again until it is. */
@FunctionalInterface
public interface Readiness {
    /** A local answer takes milliseconds; a longer wait hides that the process has ended. */
    int TIMEOUT_MILLIS = 2_000;

    /** Returns whether the process serves; must not block for more than a few seconds. */
    boolean isReady() throws IOException;

    /** Something listens on the port of the loopback interface. */
    static Readiness port(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        TIMEOUT_MILLIS);
                return true;
            }
        };
    }

    /**
     * The address answers 200; a Micronaut service's {@code /health} does so only while it is UP.
     */
    static Readiness http(String url) {
        return () -> {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        };
    }
}
