package io.quaestor.router.provider.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secrets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both adapters, as the catalogue builds them, against the simulator, which verifies credentials
 * for real.
 */
class ProvidersAgainstSimulatorTest {

    private static final String BEARER = "sk-simulated-0123456789";
    private static final String AWS = "AKIDSIMULATED:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private final InProcessSimulator simulator = new InProcessSimulator(BEARER, AWS);
    private final Providers providers =
            Providers.over(
                    Secrets.of(
                            Map.of(
                                    "OPENAI",
                                    BEARER,
                                    "BEDROCK",
                                    AWS,
                                    "OPENAI_OFF",
                                    flipLast(BEARER),
                                    "BEDROCK_OFF",
                                    flipLast(AWS))),
                    InstantSource.system());

    @AfterEach
    void close() {
        providers.close();
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "BEDROCK"})
    void answersWithTheRightKey(Protocol protocol) {
        providers.update(Map.of("sim", entry(protocol, protocol.name())));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Completed.class);
        assertThat(((ProviderReply.Completed) reply).content()).isNotBlank();
        assertThat(reply.usage()).isPresent();
        assertThat(reply.origin().simulated()).isTrue();
        assertThat(reply.origin().providerRequestId()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "BEDROCK"})
    void isRefusedWithOneWrongByteInTheKey(Protocol protocol) {
        providers.update(Map.of("sim", entry(protocol, protocol.name() + "_OFF")));

        ProviderReply reply = call();

        assertThat(reply).isInstanceOf(ProviderReply.Refused.class);
        assertThat(((ProviderReply.Refused) reply).fault().type())
                .isEqualTo(ErrorType.AUTHENTICATION);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "BEDROCK"})
    void givesJsonBackAsTheReplysText(Protocol protocol) {
        providers.update(Map.of("sim", entry(protocol, protocol.name())));
        var format =
                new ResponseFormat(
                        ResponseKind.JSON_SCHEMA, "invoice", Samples.INVOICE_SCHEMA, true, 1);

        ProviderReply reply =
                providers
                        .provider("sim")
                        .call(Samples.call(Samples.withFormat(format)))
                        .toCompletableFuture()
                        .join();

        assertThat(reply).isInstanceOf(ProviderReply.Completed.class);
        assertThat(((ProviderReply.Completed) reply).content())
                .startsWith("{")
                .contains("\"total\"");
        assertThat(((ProviderReply.Completed) reply).toolCalls()).isEmpty();
    }

    @Test
    void findsNoProblemInWorkingProviders() {
        providers.update(
                Map.of(
                        "a",
                        entry(Protocol.OPENAI, "OPENAI"),
                        "b",
                        entry(Protocol.BEDROCK, "BEDROCK")));

        assertThat(providers.problems()).isEmpty();
    }

    private ProviderReply call() {
        return providers
                .provider("sim")
                .call(Samples.call(Samples.plain()))
                .toCompletableFuture()
                .join();
    }

    private ProviderEntry entry(Protocol protocol, String variable) {
        return Samples.entry(protocol, simulator.url(), "env:" + variable);
    }

    private static String flipLast(String key) {
        char last = key.charAt(key.length() - 1);
        return key.substring(0, key.length() - 1) + (char) (last ^ 1);
    }
}
