package io.quaestor.router.provider.bedrock;

import io.quaestor.event.Protocol;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.router.provider.FakeServer;
import io.quaestor.router.provider.GoldenFiles;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What goes to Bedrock, and what its answers mean; replies answer a request for JSON by the tool
 * {@code invoice}.
 */
class BedrockGoldenTest {

    private final FakeServer server = new FakeServer();
    private final GoldenFiles golden = new GoldenFiles("bedrock");
    private final BedrockProvider provider =
            BedrockProvider.open(
                    Samples.entry(Protocol.BEDROCK, server.url(), "env:KEYS"),
                    BedrockCredentials.parse(Secret.of("AKIDEXAMPLE:secret")),
                    ProviderSettings.forInFlight(8),
                    InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")));

    @AfterEach
    void close() {
        Thread.ofVirtual().start(provider::close);
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> writesRequests() {
        return golden.requests(server, provider);
    }

    @TestFactory
    Stream<DynamicTest> readsReplies() {
        var format =
                new ResponseFormat(
                        ResponseKind.JSON_SCHEMA, "invoice", Samples.INVOICE_SCHEMA, true, 1);
        return golden.replies(server, provider, Samples.call(Samples.withFormat(format)));
    }
}
