package io.quaestor.router.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenAiProvidersTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, openai",
        "https://contoso.openai.azure.com/openai/v1, azure.ai.openai",
        "https://contoso.services.ai.azure.com/models, azure.ai.inference",
        "https://API.Mistral.ai/v1, mistral_ai",
        "https://api.groq.com/openai/v1, groq",
        "https://api.cohere.ai/compatibility/v1, cohere",
        "https://generativelanguage.googleapis.com/v1beta/openai, gcp.gemini",
        "https://api.x.ai/v1, x_ai",
        "https://us-central1-aiplatform.googleapis.com/v1, gcp.vertex_ai",
        "https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1, aws.bedrock",
        "https://max.ai/v1, openai",
        "http://127.0.0.1:8080/v1, openai",
        "'not a url', openai",
    })
    void tellsWhoSpeaksOpenAisProtocolByTheHost(String url, String name) {
        assertThat(GenAiProviders.of(provider(Protocol.OPENAI, url))).isEqualTo(name);
    }

    @Test
    void namesOtherProtocolsAfterTheirOwner() {
        assertThat(GenAiProviders.of(provider(Protocol.BEDROCK, "http://127.0.0.1:1")))
                .isEqualTo("aws.bedrock");
        assertThat(GenAiProviders.of(provider(Protocol.GEMINI, ""))).isEqualTo("gcp.gemini");
        var vertex = "https://europe-west4-aiplatform.googleapis.com";
        assertThat(GenAiProviders.of(provider(Protocol.GEMINI, vertex))).isEqualTo("gcp.vertex_ai");
    }

    private static ProviderEntry provider(Protocol protocol, String url) {
        return ProviderEntry.newBuilder()
                .setProtocol(protocol)
                .setUrl(url)
                .setMaxInFlight(1)
                .setLagLimit(1)
                .build();
    }
}
