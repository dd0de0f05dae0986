package io.quaestor.router.provider.openai;

import io.micronaut.http.client.DefaultHttpClientConfiguration;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.HttpClientConfiguration.ConnectionPoolConfiguration;
import io.quaestor.router.provider.ProviderSettings;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The HTTP client of one endpoint. Edge. */
final class OpenAiHttpClient {

    /** The calls of a whole pool may wait for their connections at once. */
    private static final int PENDING_PER_CONNECTION = 2;

    /**
     * At TRACE the client logs whole bodies. Under a name of its own it stays silent when somebody
     * turns a library's logging up.
     */
    private static final String WIRE_LOGGER = "quaestor.provider.wire";

    /** The client's own timeouts are off: every call has its own. */
    private static final Duration OFF = Duration.ofSeconds(-1);

    private OpenAiHttpClient() {}

    static HttpClient create(URI origin, ProviderSettings settings) {
        DefaultHttpClientConfiguration configuration = new DefaultHttpClientConfiguration();
        configuration.setExceptionOnErrorStatus(false);
        configuration.setLoggerName(WIRE_LOGGER);
        // A redirect would carry the credential elsewhere.
        configuration.setFollowRedirects(false);
        configuration.setMaxContentLength(settings.replyBytesMax());
        configuration.setConnectTimeout(settings.connectTimeout());
        configuration.setConnectionPoolIdleTimeout(settings.idleTimeout());
        configuration.setReadTimeout(OFF);
        configuration.setRequestTimeout(OFF);
        // HTTP/1.1: one call per connection, so a broken connection breaks one call.
        configuration.setAlpnModes(List.of("http/1.1"));
        // One event loop carries thousands of calls; every provider has its own.
        configuration.setNumOfThreads(1);
        pool(configuration.getConnectionPoolConfiguration(), settings);
        try {
            return HttpClient.create(origin.toURL(), configuration);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("an http or https URL is needed", e);
        }
    }

    private static void pool(ConnectionPoolConfiguration pool, ProviderSettings settings) {
        pool.setMaxConcurrentHttp1Connections(settings.connectionsMax());
        pool.setMaxPendingConnections(settings.connectionsMax());
        pool.setMaxPendingAcquires(settings.connectionsMax() * PENDING_PER_CONNECTION);
        pool.setAcquireTimeout(settings.connectTimeout());
    }
}
