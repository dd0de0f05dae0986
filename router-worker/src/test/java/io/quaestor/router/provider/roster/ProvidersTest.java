package io.quaestor.router.provider.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.Samples;
import io.quaestor.router.provider.TransportFailure;
import io.quaestor.wire.Secret;
import io.quaestor.wire.Secrets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {

    private static final ProviderReply REPLY =
            TransportFailure.malformed("for the test", 0, ReplyOrigin.NONE);

    private final FakeFactory factory = new FakeFactory();
    private final Providers providers = new Providers(factory);

    @Test
    void keepsAProviderWhoseEntryAndKeyStay() {
        providers.update(Map.of("p", entry("http://a")));
        Provider before = providers.provider("p");

        providers.update(Map.of("p", entry("http://a"), "q", entry("http://b")));

        assertThat(providers.provider("p")).isSameAs(before);
        assertThat(factory.opened).hasSize(2);
        assertThat(factory.opened.getFirst().closed.getCount()).isEqualTo(1);
    }

    @Test
    void rehearsesTheFirstCallOfEachProtocol() {
        var aws = Samples.entry(Protocol.BEDROCK, "http://c", "env:KEY");

        providers.update(Map.of("p", entry("http://a"), "q", entry("http://b")));
        providers.update(Map.of("p", entry("http://b"), "r", aws));

        assertThat(factory.refused).containsExactly(Protocol.OPENAI, Protocol.BEDROCK);
    }

    @Test
    void replacesAProviderWhoseEntryChanged() throws InterruptedException {
        providers.update(Map.of("p", entry("http://a")));
        Provider before = providers.provider("p");

        providers.update(Map.of("p", entry("http://b")));

        assertThat(providers.provider("p")).isNotSameAs(before);
        assertThat(factory.opened.getFirst().isClosed()).isTrue();
    }

    @Test
    void replacesAProviderWhoseKeyChanged() throws InterruptedException {
        providers.update(Map.of("p", entry("http://a")));
        factory.key = "rotated";

        providers.update(Map.of("p", entry("http://a")));

        assertThat(factory.opened).hasSize(2);
        assertThat(factory.opened.getFirst().isClosed()).isTrue();
    }

    @Test
    void closesAReplacedProviderOnlyWhenItsCallsHaveEnded() throws InterruptedException {
        providers.update(Map.of("p", entry("http://a")));
        var call = providers.provider("p").call(Samples.call(Samples.plain()));
        FakeFactory.Fake replaced = factory.opened.getFirst();

        providers.update(Map.of());

        assertThat(replaced.closed.getCount()).as("open while its call is").isEqualTo(1);
        replaced.pending.getFirst().complete(REPLY);
        assertThat(call.toCompletableFuture().join()).isEqualTo(REPLY);
        assertThat(replaced.isClosed()).isTrue();
    }

    @Test
    void sendsNoCallThroughAClosedProvider() throws InterruptedException {
        providers.update(Map.of("p", entry("http://a")));
        Provider old = providers.provider("p");
        providers.update(Map.of());
        assertThat(factory.opened.getFirst().isClosed()).isTrue();

        ProviderReply reply = old.call(Samples.call(Samples.plain())).toCompletableFuture().join();

        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
        assertThat(((ProviderReply.Failed) reply).retryable()).isTrue();
        assertThat(factory.opened.getFirst().pending).isEmpty();
    }

    @Test
    void sendsJobsOfAProviderThatTheCatalogueDoesNotHaveElsewhere() {
        var reply =
                providers
                        .provider("nobody")
                        .call(Samples.call(Samples.plain()))
                        .toCompletableFuture()
                        .join();

        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
        assertThat(((ProviderReply.Failed) reply).retryable()).isTrue();
        assertThat(((ProviderReply.Failed) reply).fault().type()).isEqualTo(ErrorType.NO_ROUTE);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, http://127.0.0.1:1, env:ABSENT, AUTHENTICATION, environment variable ABSENT is not set",
        "BEDROCK, http://127.0.0.1:1, '', AUTHENTICATION, Bedrock needs a key",
        "OPENAI, http://127.0.0.1:1, aws-default-chain, AUTHENTICATION, aws-default-chain is for Bedrock only",
        "OPENAI, ftp://x, '', NO_ROUTE, its entry is unusable: an absolute http or https URL is needed",
        "BEDROCK, http://127.0.0.1:1, env:NO_COLON, NO_ROUTE, its entry is unusable: an AWS key is written accessKey:secret",
        "COHERE, http://127.0.0.1:1, '', NO_ROUTE, this version does not speak the protocol COHERE"
    })
    void refusesCallsWhereEntryOrCredentialIsUnusable(
            Protocol protocol, String url, String key, ErrorType type, String problem) {
        try (Providers real =
                Providers.over(
                        Secrets.of(Map.of("NO_COLON", "v3ryS3cret")), InstantSource.system())) {
            real.update(Map.of("p", Samples.entry(protocol, url, key)));

            assertThat(real.problems()).containsExactly(Map.entry("p", problem));
            assertRefused(real.provider("p"), type);
        }
    }

    @Test
    void neverShowsAKeyThatWasWrittenIntoTheCatalogue() {
        try (Providers real = Providers.over(Secrets.of(Map.of()), InstantSource.system())) {
            real.update(
                    Map.of(
                            "p",
                            Samples.entry(Protocol.OPENAI, "http://127.0.0.1:1", "sk-live-oops")));

            assertThat(real.problems().toString()).doesNotContain("oops").contains("env:NAME");
        }
    }

    private static void assertRefused(Provider provider, ErrorType type) {
        ProviderReply reply =
                provider.call(Samples.call(Samples.plain())).toCompletableFuture().join();
        assertThat(reply).isInstanceOf(ProviderReply.Refused.class);
        assertThat(((ProviderReply.Refused) reply).fault().type()).isEqualTo(type);
        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
    }

    private static ProviderEntry entry(String url) {
        return Samples.entry(Protocol.OPENAI, url, "env:KEY");
    }

    /** Builds providers whose calls the test completes. */
    private static final class FakeFactory implements ProviderFactory {

        /** One that was built. */
        private static final class Fake {
            private final List<CompletableFuture<ProviderReply>> pending = new ArrayList<>();
            private final CountDownLatch closed = new CountDownLatch(1);

            boolean isClosed() throws InterruptedException {
                return closed.await(30, TimeUnit.SECONDS);
            }
        }

        private final List<Fake> opened = new ArrayList<>();
        private final List<Protocol> refused = new ArrayList<>();
        private String key = "first";

        @Override
        public Credential credential(ProviderEntry entry) {
            return new Credential.LookedUp(new Secrets.Resolution.Found(Secret.of(key)));
        }

        @Override
        public Opened open(ProviderEntry entry, Credential credential) {
            Fake fake = new Fake();
            opened.add(fake);
            Provider provider =
                    call -> {
                        var refusal = call.refusal().get();
                        if (refusal.isPresent()) {
                            refused.add(entry.getProtocol());
                            return CompletableFuture.completedStage(refusal.get());
                        }
                        CompletableFuture<ProviderReply> reply = new CompletableFuture<>();
                        fake.pending.add(reply);
                        return reply;
                    };
            return new Opened(provider, fake.closed::countDown, Optional.empty());
        }
    }
}
