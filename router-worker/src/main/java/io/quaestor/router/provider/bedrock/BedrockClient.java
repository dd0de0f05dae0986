package io.quaestor.router.provider.bedrock;

import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.wire.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;

/** The SDK client of one provider entry. Edge. */
final class BedrockClient {

    /** The calls of a whole pool may wait for their connections at once. */
    private static final int PENDING_PER_CONNECTION = 2;

    /**
     * Above the longest call: the call's own timeout is the one that acts. Zero switches the SDK's
     * off.
     */
    private static final Duration OFF = Duration.ZERO;

    private BedrockClient() {}

    static BedrockRuntimeAsyncClient create(
            ProviderEntry entry, BedrockCredentials credentials, ProviderSettings settings) {
        BedrockRuntimeAsyncClientBuilder builder =
                BedrockRuntimeAsyncClient.builder()
                        .region(region(entry.getRegion()))
                        .credentialsProvider(provider(credentials))
                        .httpClientBuilder(http(settings))
                        .overrideConfiguration(override(settings))
                        // Completing on the event loop saves a thread switch per call; nothing of
                        // ours blocks there.
                        .asyncConfiguration(
                                async ->
                                        async.advancedOption(
                                                SdkAdvancedAsyncClientOption
                                                        .FUTURE_COMPLETION_EXECUTOR,
                                                Runnable::run));
        if (credentials instanceof BedrockCredentials.Fixed) {
            // Else a bearer token in the environment would win over the catalogue's key.
            builder.authSchemeProvider(
                    BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("aws.auth#sigv4")));
        }
        if (!entry.getUrl().isEmpty()) {
            builder.endpointOverride(URI.create(entry.getUrl()));
        }
        return builder.build();
    }

    private static Region region(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a Bedrock provider needs a region");
        }
        return Region.of(name);
    }

    private static AwsCredentialsProvider provider(BedrockCredentials credentials) {
        return switch (credentials) {
            // Refreshed in the background: a call must not wait for an instance's metadata service.
            case BedrockCredentials.DefaultChain _ ->
                    DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
            case BedrockCredentials.Fixed(String id, Secret secret, Secret token) ->
                    StaticCredentialsProvider.create(
                            token.reveal().isEmpty()
                                    ? AwsBasicCredentials.create(id, secret.reveal())
                                    : AwsSessionCredentials.create(
                                            id, secret.reveal(), token.reveal()));
        };
    }

    /**
     * HTTP/1.1: the SDK's default for Bedrock is HTTP/2 prior knowledge, which plain servers do not
     * speak.
     */
    private static SdkAsyncHttpClient.Builder<?> http(ProviderSettings settings) {
        return NettyNioAsyncHttpClient.builder()
                .protocol(Protocol.HTTP1_1)
                .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1))
                .maxConcurrency(settings.connectionsMax())
                .maxPendingConnectionAcquires(settings.connectionsMax() * PENDING_PER_CONNECTION)
                .connectionTimeout(settings.connectTimeout())
                .tlsNegotiationTimeout(settings.connectTimeout())
                .connectionAcquisitionTimeout(settings.connectTimeout().multipliedBy(2))
                .connectionMaxIdleTime(settings.idleTimeout())
                .readTimeout(OFF)
                .writeTimeout(OFF)
                .tcpKeepAlive(true);
    }

    /** One call is one HTTP request: the broker owns retrying. */
    private static ClientOverrideConfiguration override(ProviderSettings settings) {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .addExecutionInterceptor(new ReplyBound(settings.replyBytesMax()))
                .addExecutionInterceptor(new LastQuestion())
                .build();
    }
}
