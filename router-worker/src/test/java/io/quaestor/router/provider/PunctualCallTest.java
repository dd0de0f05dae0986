package io.quaestor.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PunctualCallTest {

    private static final ProviderReply REPLY = TransportFailure.brokenOff();
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CompletableFuture<ProviderReply> adapter = new CompletableFuture<>();
    private final AtomicInteger aborts = new AtomicInteger();

    @Test
    void passesTheReplyOn() {
        var reply = PunctualCall.make(LONG, this::open);
        adapter.complete(REPLY);

        assertThat(reply.toCompletableFuture().join()).isSameAs(REPLY);
        assertThat(aborts).hasValue(0);
    }

    @Test
    void abortsOnceWhenTimeIsUpAndIgnoresALateReply() {
        var reply =
                PunctualCall.make(Duration.ofMillis(20), this::open).toCompletableFuture().join();
        adapter.complete(REPLY);

        assertThat(((ProviderReply.Failed) reply).fault().type()).isEqualTo(ErrorType.TIMEOUT);
        assertThat(aborts).hasValue(1);
    }

    @Test
    void answersForAnAdapterThatThrowsBeforeSending() {
        var reply =
                PunctualCall.make(
                                LONG,
                                () -> {
                                    throw new IllegalStateException("client is closed");
                                })
                        .toCompletableFuture()
                        .join();

        assertThat(((ProviderReply.Failed) reply).fault().type()).isEqualTo(ErrorType.INTERNAL);
        assertThat(reply.billing()).isEqualTo(Billing.UNBILLED);
    }

    @Test
    void answersForAnAdapterThatFailsAfterSending() {
        var reply = PunctualCall.make(LONG, this::open);
        adapter.completeExceptionally(new StackOverflowError("the reply"));

        assertThat(reply.toCompletableFuture().join().billing()).isEqualTo(Billing.UNKNOWN);
        assertThat(reply.toCompletableFuture().join().toString()).doesNotContain("the reply");
    }

    private PunctualCall.Open open() {
        return new PunctualCall.Open(adapter, aborts::incrementAndGet);
    }
}
