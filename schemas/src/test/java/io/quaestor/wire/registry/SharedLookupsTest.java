package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookupsTest {
    private static final Duration NO_PATIENCE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SharedLookups<String, String> lookups = new SharedLookups<>();
    private final CompletableFuture<String> slow = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void goesOnForThoseWhoAskAgainWhenItTakesLongerThanTheFirstWaits() throws Exception {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> lookups.get("a", "it", this::slowly, NO_PATIENCE))
                .withMessageContaining("asked for it and gave no answer within 1 ms");
        begun.await();
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> lookups.get("a", "it", this::slowly, NO_PATIENCE));
        assertThat(asked).as("while it is under way").hasValue(1);

        slow.completeAsync(() -> "found");

        assertThat(lookups.get("a", "it", this::slowly, PATIENCE)).isEqualTo("found");
    }

    @Test
    void keepsQuestionsApart() {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> lookups.get("a", "it", this::slowly, NO_PATIENCE));

        assertThat(lookups.get("b", "it", () -> "found", PATIENCE)).isEqualTo("found");
        slow.complete("later");
    }

    @Test
    void tellsAFailureAndAsksAnewAfterIt() {
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> lookups.get("a", "it", SharedLookupsTest::unknown, PATIENCE));

        assertThat(lookups.get("a", "it", () -> "found", PATIENCE)).isEqualTo("found");
    }

    @Test
    void keepsTheInterruptOfWhoWaits() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> lookups.get("a", "it", this::slowly, PATIENCE));
        assertThat(Thread.interrupted()).isTrue();
        slow.complete("later");
    }

    private String slowly() {
        asked.incrementAndGet();
        begun.countDown();
        return slow.join();
    }

    private static String unknown() {
        throw new UnknownSchemaException("not found");
    }
}
