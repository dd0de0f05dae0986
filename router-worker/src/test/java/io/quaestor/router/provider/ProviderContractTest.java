package io.quaestor.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.UsageReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What every adapter must do, whatever its protocol. Each runs it against a server that behaves
 * badly on demand.
 */
public abstract class ProviderContractTest {

    protected static final String KEY_PART = "s3cr3tK3yOfTheTest";
    private static final String REPLY = "It has eleven sentences.";
    private static final long PATIENCE_SECONDS = 30;

    /** Small, so that a test can go beyond it. */
    private static final int REPLY_BYTES_MAX = 64 * 1024;

    private static final ProviderSettings SETTINGS =
            new ProviderSettings(
                    256, Duration.ofSeconds(4), Duration.ofSeconds(4), REPLY_BYTES_MAX);

    protected final FakeServer server = new FakeServer();
    private Optional<OpenProvider> opened = Optional.empty();

    /** An adapter and how to close it. */
    public record OpenProvider(Provider provider, Runnable close) {}

    /** Opens the adapter at the URL with a key that contains {@link #KEY_PART}. */
    protected abstract OpenProvider open(String url, ProviderSettings settings);

    /** A successful body with usage. */
    protected abstract String completion(String text, long input, long cached, long output);

    /** A successful body without usage. */
    protected abstract String completionWithoutUsage(String text);

    /** The answer to a wrong credential. */
    protected abstract FakeServer.Behaviour wrongCredential();

    /** The answer to a prompt that is too long; {@code words} are the provider's. */
    protected abstract FakeServer.Behaviour promptTooLong();

    /** An error body with a message. */
    protected abstract String error(String message);

    /** The usage that {@link #completion} means. */
    protected abstract TokenUsage usage(long input, long cached, long output);

    @AfterEach
    void closeAll() {
        // Beside the tests: the clients take two seconds to end their event loops.
        opened.ifPresent(provider -> Thread.ofVirtual().start(provider.close()));
        server.close();
    }

    @Test
    void answersWithTextAndUsage() {
        server.will(FakeServer.answering(200, completion(REPLY, 120, 20, 7)));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Completed.class);
        var completed = (ProviderReply.Completed) reply;
        assertThat(completed.content()).isEqualTo(REPLY);
        assertThat(completed.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(completed.toolCalls()).isEmpty();
        assertThat(completed.billing()).isEqualTo(Billing.BILLED);
        assertThat(completed.usage()).contains(usage(120, 20, 7));
        assertThat(completed.origin().simulated()).isFalse();
    }

    @Test
    void sendsIdTraceAndTheCataloguesHeadersOnce() {
        server.will(FakeServer.answering(200, completion(REPLY, 1, 0, 1)));

        call();

        assertThat(server.received()).hasSize(1);
        FakeServer.Received request = server.received().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("x-quaestor-attempt")).isEqualTo("job-1/7/1/1");
        assertThat(request.header("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c");
        assertThat(request.header("tracestate")).isEqualTo("vendor=1");
        assertThat(request.header("x-cost-centre")).isEqualTo("4711");
        assertThat(request.header("content-type")).startsWith("application/json");
        assertThat(request.body()).contains(Samples.PROMPT).doesNotContain("never sent");
    }

    @Test
    void saysWhenAStandInAnswered() {
        server.will(
                FakeServer.answering(
                        200, completion(REPLY, 1, 0, 1), "X-Quaestor-Simulated: true"));

        assertThat(call().origin().simulated()).isTrue();
    }

    @Test
    void keepsTheProvidersRequestId() {
        server.will(
                FakeServer.answering(
                        200,
                        completion(REPLY, 1, 0, 1),
                        "x-request-id: req-77",
                        "x-amzn-RequestId: req-77"));

        assertThat(call().origin().providerRequestId()).isEqualTo("req-77");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 0", "2147483647, 0, 2147483647", "123457, 123456, 3"})
    void keepsOddUsageExactly(long input, long cached, long output) {
        server.will(FakeServer.answering(200, completion(REPLY, input, cached, output)));

        ProviderReply reply = call();

        assertThat(reply.usage()).contains(usage(input, cached, output));
        assertThat(reply.billing()).isEqualTo(Billing.BILLED);
    }

    @Test
    void callsNegativeUsageUnusableAndPossiblyBilled() {
        server.will(FakeServer.answering(200, completion(REPLY, -5, 0, 7)));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Completed.class);
        assertThat(reply.reading()).containsInstanceOf(UsageReading.Unusable.class);
        assertThat(reply.usage()).isEmpty();
        assertThat(reply.billing()).isEqualTo(Billing.UNKNOWN);
    }

    @Test
    void callsAReplyWithoutUsagePossiblyBilled() {
        server.will(FakeServer.answering(200, completionWithoutUsage(REPLY)));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Completed.class);
        assertThat(reply.usage()).isEmpty();
        assertThat(reply.billing()).isEqualTo(Billing.UNKNOWN);
    }

    @Test
    void passesOnHowLongToWaitWhenThrottled() {
        server.will(FakeServer.answering(429, error("slow down"), "Retry-After: 7"));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Throttled.class);
        var throttled = (ProviderReply.Throttled) reply;
        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(throttled.fault().type()).isEqualTo(ErrorType.THROTTLED);
        assertThat(throttled.fault().status()).isEqualTo(429);
        assertThat(throttled.billing()).isEqualTo(Billing.UNBILLED);
        assertThat(server.received()).as("the broker owns retrying").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, SERVER_ERROR, UNBILLED",
        "503, OVERLOADED, UNBILLED",
        "529, OVERLOADED, UNBILLED",
        "502, SERVER_ERROR, UNKNOWN",
        "504, TIMEOUT, UNKNOWN",
        "408, TIMEOUT, UNKNOWN"
    })
    void callsAServerFaultRetryable(int status, ErrorType type, Billing billing) {
        server.will(FakeServer.answering(status, error("oops"), "Retry-After: 2"));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        var failed = (ProviderReply.Failed) reply;
        assertThat(failed.fault().type()).isEqualTo(type);
        assertThat(failed.fault().status()).isEqualTo(status);
        assertThat(failed.retryable()).isTrue();
        assertThat(failed.billing()).isEqualTo(billing);
        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(server.received()).as("the broker owns retrying").hasSize(1);
    }

    @Test
    void refusesAWrongCredentialWithoutRepeatingIt() {
        server.will(wrongCredential());

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Refused.class);
        ProviderFault fault = ((ProviderReply.Refused) reply).fault();
        assertThat(fault.type()).isEqualTo(ErrorType.AUTHENTICATION);
        assertThat(fault.forRequester(false).getMessage()).doesNotContain(KEY_PART);
        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
    }

    @Test
    void refusesAnUnknownModel() {
        server.will(FakeServer.answering(404, error("no such model")));

        assertThat(refusal().type()).isEqualTo(ErrorType.MODEL_NOT_FOUND);
    }

    @Test
    void refusesATooLongPrompt() {
        server.will(promptTooLong());

        assertThat(refusal().type()).isEqualTo(ErrorType.CONTEXT_TOO_LONG);
    }

    @Test
    void tellsOnlyTheRequesterTheProvidersWords() {
        server.will(FakeServer.answering(400, error("bad value: " + Samples.PROMPT)));

        ProviderFault fault = refusal();

        assertThat(fault.type()).isEqualTo(ErrorType.PROVIDER_INVALID_REQUEST);
        assertThat(fault.forRequester(false).getMessage()).contains(Samples.PROMPT);
        assertThat(fault.forJournal(false).getMessage()).doesNotContain(Samples.PROMPT);
        assertThat(fault.toString()).doesNotContain(Samples.PROMPT);
    }

    @Test
    void givesUpAfterTheTimeoutAndDropsTheConnection() throws InterruptedException {
        server.will(server.hanging());

        ProviderReply reply = reply(Samples.call(Samples.plain(), Duration.ofMillis(300)));

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        var failed = (ProviderReply.Failed) reply;
        assertThat(failed.fault().type()).isEqualTo(ErrorType.TIMEOUT);
        assertThat(failed.billing()).isEqualTo(Billing.UNKNOWN);
        assertThat(failed.retryable()).isTrue();
        assertThat(server.clientGone().await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void doesNotCallWhenNoTimeIsLeft() {
        ProviderReply reply = reply(Samples.call(Samples.plain(), Duration.ZERO));

        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
        assertThat(((ProviderReply.Failed) reply).fault().type()).isEqualTo(ErrorType.TIMEOUT);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void doesNotSendWhatIsRefusedWhenItIsReady() {
        ProviderReply refusal = NotCalled.afterItsDeadline();

        assertThat(reply(Samples.refused(refusal))).isSameAs(refusal);

        assertThat(server.received()).isEmpty();
    }

    @Test
    void callsAResetAfterSendingPossiblyBilled() {
        server.will(FakeServer.resetting());

        assertBrokenOff(call());
    }

    @Test
    void callsASilentCloseAfterSendingPossiblyBilled() {
        server.will(FakeServer.closing());

        assertBrokenOff(call());
    }

    @Test
    void callsACutReplyPossiblyBilled() {
        server.will(FakeServer.cutting(200, completion(REPLY, 1, 0, 1)));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        assertThat(reply.billing()).isEqualTo(Billing.UNKNOWN);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void callsARefusedConnectionUnbilled() throws IOException {
        ProviderReply reply =
                openAt(closedPort())
                        .call(Samples.call(Samples.plain()))
                        .toCompletableFuture()
                        .join();

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        var failed = (ProviderReply.Failed) reply;
        assertThat(failed.fault().type()).isEqualTo(ErrorType.CONNECTION);
        assertThat(failed.billing()).isEqualTo(Billing.UNBILLED);
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void callsAnUnknownHostUnbilled() {
        ProviderReply reply =
                openAt("http://no-such-host.invalid:1")
                        .call(Samples.call(Samples.plain()))
                        .toCompletableFuture()
                        .join();

        assertThat(((ProviderReply.Failed) reply).fault().type()).isEqualTo(ErrorType.CONNECTION);
        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "<html>Bad gateway</html>",
                "{\"unexpected\": 1}",
                "\"text\""
            })
    void callsNonsenseMalformedAndPossiblyBilled(String body) {
        server.will(FakeServer.answering(200, body));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        assertThat(((ProviderReply.Failed) reply).fault().type())
                .isEqualTo(ErrorType.MALFORMED_REPLY);
        assertThat(reply.billing()).isEqualTo(Billing.UNKNOWN);
    }

    @Test
    void readsAnErrorPageThatIsNoJson() {
        server.will(
                FakeServer.answering(503, "<html>unavailable</html>", "Content-Type: text/html"));

        assertThat(((ProviderReply.Failed) call()).fault().type()).isEqualTo(ErrorType.OVERLOADED);
    }

    @Test
    void stopsReadingAHugeReply() {
        server.will(FakeServer.answering(200, completion("x".repeat(REPLY_BYTES_MAX), 1, 0, 1)));

        ProviderReply reply = call();

        assertThat(((ProviderReply.Failed) reply).fault().type())
                .isEqualTo(ErrorType.MALFORMED_REPLY);
        assertThat(reply.billing()).isEqualTo(Billing.UNKNOWN);
    }

    @Test
    void followsNoRedirect() {
        server.will(FakeServer.answering(307, "", "Location: " + server.url() + "/elsewhere"));

        assertThat(refusal().type()).isEqualTo(ErrorType.PROVIDER_INVALID_REQUEST);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void goesOnAfterABadReply() {
        server.will(FakeServer.resetting());
        call();
        server.will(FakeServer.answering(200, completion(REPLY, 1, 0, 1)));

        assertThat(call()).isInstanceOf(ProviderReply.Completed.class);
    }

    @Test
    void makesManyCallsAtOnce() {
        server.will(FakeServer.answering(200, completion(REPLY, 3, 0, 4)));
        Provider provider = openAt(server.url());

        List<CompletableFuture<ProviderReply>> replies =
                IntStream.range(0, 500)
                        .mapToObj(
                                _ ->
                                        provider.call(Samples.call(Samples.plain()))
                                                .toCompletableFuture())
                        .toList();

        assertThat(replies.stream().map(CompletableFuture::join))
                .allMatch(ProviderReply.Completed.class::isInstance);
        assertThat(server.received()).hasSize(500);
        assertThat(server.connections()).isLessThanOrEqualTo(SETTINGS.connectionsMax());
    }

    @Test
    void answersACallAfterCloseWithoutThrowing() {
        Provider provider = openAt(server.url());
        opened.orElseThrow().close().run();

        ProviderReply reply =
                provider.call(Samples.call(Samples.plain())).toCompletableFuture().join();

        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void printsNeitherPromptNorReplyNorKey() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        try {
            List<String> printed = printedByGoodAndBadCalls();
            root.detachAppender(log);
            assertThat(
                            Stream.concat(
                                    printed.stream(),
                                    log.list.stream().map(ILoggingEvent::getFormattedMessage)))
                    .noneMatch(
                            text ->
                                    text.contains(Samples.PROMPT)
                                            || text.contains(REPLY)
                                            || text.contains(KEY_PART));
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
    }

    private List<String> printedByGoodAndBadCalls() {
        return Stream.of(
                        FakeServer.answering(200, completion(REPLY, 3, 0, 4)),
                        FakeServer.answering(200, completion(REPLY, 3, 0, 4).substring(5)),
                        FakeServer.answering(400, error(Samples.PROMPT + REPLY)),
                        FakeServer.resetting())
                .map(
                        behaviour -> {
                            server.will(behaviour);
                            return call().toString() + Samples.call(Samples.plain());
                        })
                .toList();
    }

    private void assertBrokenOff(ProviderReply reply) {
        assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
        var failed = (ProviderReply.Failed) reply;
        assertThat(failed.fault().type()).isEqualTo(ErrorType.CONNECTION);
        assertThat(failed.billing()).isEqualTo(Billing.UNKNOWN);
        assertThat(failed.retryable()).isTrue();
        assertThat(server.received()).as("never sent twice").hasSize(1);
    }

    private ProviderFault refusal() {
        ProviderReply reply = call();
        assertThat(reply).isInstanceOf(ProviderReply.Refused.class);
        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
        return ((ProviderReply.Refused) reply).fault();
    }

    private ProviderReply call() {
        return reply(Samples.call(Samples.plain()));
    }

    private ProviderReply reply(ProviderCall call) {
        return openAt(server.url()).call(call).toCompletableFuture().join();
    }

    private Provider openAt(String url) {
        if (opened.isEmpty()) {
            opened = Optional.of(open(url, SETTINGS));
        }
        return opened.orElseThrow().provider();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
