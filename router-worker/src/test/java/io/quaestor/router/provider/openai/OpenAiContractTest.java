package io.quaestor.router.provider.openai;

import io.quaestor.event.Protocol;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.router.provider.FakeServer;
import io.quaestor.router.provider.ProviderContractTest;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.Samples;
import io.quaestor.wire.Secret;
import java.time.InstantSource;
import java.util.Optional;

class OpenAiContractTest extends ProviderContractTest {

    @Override
    protected OpenProvider open(String url, ProviderSettings settings) {
        OpenAiProvider provider =
                OpenAiProvider.open(
                        Samples.entry(Protocol.OPENAI, url, "env:KEY"),
                        Optional.of(Secret.of("sk-" + KEY_PART)),
                        settings,
                        InstantSource.system());
        return new OpenProvider(provider, provider::close);
    }

    @Override
    protected String completion(String text, long input, long cached, long output) {
        String usage =
                """
                , "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d,
                 "prompt_tokens_details": {"cached_tokens": %d}}}"""
                        .formatted(input, output, input + output, cached);
        return completionWithoutUsage(text).replaceFirst("}$", usage);
    }

    @Override
    protected String completionWithoutUsage(String text) {
        return """
               {"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [{"index": 0,
                "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}"""
                .formatted(text);
    }

    @Override
    protected TokenUsage usage(long input, long cached, long output) {
        return new TokenUsage(input, cached, 0, output, 0);
    }

    @Override
    protected FakeServer.Behaviour wrongCredential() {
        return FakeServer.answering(
                401,
                """
                {"error": {"message": "Incorrect API key provided: sk-%s", "type": "invalid_request_error",
                 "code": "invalid_api_key"}}"""
                        .formatted(KEY_PART));
    }

    @Override
    protected FakeServer.Behaviour promptTooLong() {
        return FakeServer.answering(
                400,
                """
                {"error": {"message": "too many", "type": "invalid_request_error", "code": "context_length_exceeded"}}""");
    }

    @Override
    protected String error(String message) {
        return "{\"error\": {\"message\": \"%s\", \"type\": \"t\", \"param\": null, \"code\": null}}"
                .formatted(message);
    }
}
