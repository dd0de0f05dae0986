package io.quaestor.router.provider.openai;

import io.quaestor.event.Protocol;
import io.quaestor.router.provider.FakeServer;
import io.quaestor.router.provider.GoldenFiles;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What goes to an OpenAI-compatible server, and what its answers mean. */
class OpenAiGoldenTest {

    private final FakeServer server = new FakeServer();
    private final GoldenFiles golden = new GoldenFiles("openai");
    private final OpenAiProvider provider =
            OpenAiProvider.open(
                    Samples.entry(Protocol.OPENAI, server.url() + "/v1/", "env:KEY"),
                    Optional.of(Secret.of("sk-1")),
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
        return golden.replies(server, provider, Samples.call(Samples.plain()));
    }
}
