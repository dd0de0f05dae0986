package io.quaestor.router.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Protocol;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.router.provider.FakeServer;
import io.quaestor.router.provider.ProviderContractTest;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secret;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class BedrockContractTest extends ProviderContractTest {

    @Override
    protected OpenProvider open(String url, ProviderSettings settings) {
        BedrockProvider provider =
                BedrockProvider.open(
                        Samples.entry(Protocol.BEDROCK, url, "env:KEYS"),
                        BedrockCredentials.parse(Secret.of("AKIDEXAMPLE:" + KEY_PART)),
                        settings,
                        InstantSource.system());
        return new OpenProvider(provider, provider::close);
    }

    @Override
    protected String completion(String text, long input, long cached, long output) {
        String usage =
                """
                , "usage": {"inputTokens": %d, "outputTokens": %d, "totalTokens": 0, "cacheReadInputTokens": %d}}"""
                        .formatted(input, output, cached);
        return completionWithoutUsage(text).replaceFirst("}$", usage);
    }

    @Override
    protected String completionWithoutUsage(String text) {
        return """
               {"output": {"message": {"role": "assistant", "content": [{"text": "%s"}]}},
                "stopReason": "end_turn", "metrics": {"latencyMs": 3}}"""
                .formatted(text);
    }

    /** Bedrock counts cached tokens beside the input. */
    @Override
    protected TokenUsage usage(long input, long cached, long output) {
        return new TokenUsage(input + cached, cached, 0, output, 0);
    }

    @Override
    protected FakeServer.Behaviour wrongCredential() {
        return FakeServer.answering(
                403,
                error("The request signature we calculated does not match " + KEY_PART),
                "x-amzn-ErrorType: InvalidSignatureException:http://internal.amazon.com/");
    }

    @Override
    protected FakeServer.Behaviour promptTooLong() {
        return FakeServer.answering(
                400,
                error("Input is too long for requested model."),
                "x-amzn-ErrorType: ValidationException");
    }

    @Override
    protected String error(String message) {
        return "{\"message\": \"%s\"}".formatted(message);
    }

    @Test
    void signsTheCallAndEncodesTheColonOfTheModel() {
        server.will(FakeServer.answering(200, completion("x", 1, 0, 1)));
        OpenProvider opened = open(server.url(), ProviderSettings.forInFlight(2));

        opened.provider().call(Samples.call(Samples.plain())).toCompletableFuture().join();
        opened.close().run();

        FakeServer.Received request = server.received().getFirst();
        assertThat(request.target())
                .isEqualTo("/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse");
        assertThat(request.header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-west-1/bedrock/aws4_request")
                .contains("x-quaestor-attempt");
    }
}
