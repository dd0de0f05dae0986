package io.quaestor.router.provider;

import java.time.Duration;

/**
 * What every adapter's client is built with.
 *
 * @param connectionsMax most open connections to one provider; never below its in-flight cap, or
 *     calls would queue unseen
 * @param connectTimeout longest time to connect, TLS included
 * @param idleTimeout idle connections are closed after it
 * @param replyBytesMax longest reply body that is read
 */
public record ProviderSettings(
        int connectionsMax, Duration connectTimeout, Duration idleTimeout, int replyBytesMax) {

    /**
     * A healthy endpoint connects within milliseconds; two lost SYN packets (1 s, 2 s) are
     * survived.
     */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);

    /**
     * Shorter than the shortest keep-alive of common servers (uvicorn and Node close after 5 s): a
     * request written to a connection that the server is just closing ends as an unknown outcome
     * and is charged its bound.
     */
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(4);

    /**
     * The longest outputs of today (128,000 tokens) are below 1 MiB of JSON; a body beyond this is
     * no completion.
     */
    public static final int REPLY_BYTES_MAX = 16 * 1024 * 1024;

    /** Descriptors of one process are finite; no worker holds more calls open to one provider. */
    public static final int CONNECTIONS_MAX = 10_000;

    public ProviderSettings {
        if (connectionsMax < 1 || connectionsMax > CONNECTIONS_MAX) {
            throw new IllegalArgumentException(
                    "connections must be 1 to " + CONNECTIONS_MAX + ": " + connectionsMax);
        }
        if (replyBytesMax < 1) {
            throw new IllegalArgumentException("reply bytes must be positive: " + replyBytesMax);
        }
    }

    /** The defaults, with room for the provider's in-flight cap. */
    public static ProviderSettings forInFlight(int maxInFlight) {
        return new ProviderSettings(
                Math.clamp(maxInFlight, 1, CONNECTIONS_MAX),
                CONNECT_TIMEOUT,
                IDLE_TIMEOUT,
                REPLY_BYTES_MAX);
    }
}
