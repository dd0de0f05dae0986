package io.quaestor.router.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4011, http://127.0.0.1:4011, /v1/chat/completions",
        "http://127.0.0.1:4011/, http://127.0.0.1:4011, /v1/chat/completions",
        "https://api.openai.com/v1, https://api.openai.com, /v1/chat/completions",
        "https://api.groq.com/openai/v1/, https://api.groq.com, /openai/v1/chat/completions",
        "https://[::1]:8/a%20b, https://[::1]:8, /a%20b/chat/completions",
        "https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21, https://r.openai.azure.com, /openai/deployments/d/chat/completions?api-version=2024-10-21"
    })
    void extendsTheBaseUrl(String baseUrl, String origin, String target) {
        OpenAiEndpoint endpoint = OpenAiEndpoint.of(baseUrl);

        assertThat(endpoint.origin()).hasToString(origin);
        assertThat(endpoint.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, max_completion_tokens",
        "https://eu.api.openai.com/v1, max_completion_tokens",
        "https://r.openai.azure.com/openai/v1, max_completion_tokens",
        "https://notapi.openai.com.example/v1, max_tokens",
        "http://127.0.0.1:8000/v1, max_tokens"
    })
    void namesTheOutputLimitAsTheServerUnderstandsIt(String baseUrl, String field) {
        assertThat(OpenAiEndpoint.of(baseUrl).outputLimitField()).isEqualTo(field);
    }

    @Test
    void sendsAzuresKeyInItsOwnHeader() {
        assertThat(OpenAiEndpoint.of("https://r.openai.azure.com/openai/v1").credentialHeader())
                .isEqualTo("api-key");
        assertThat(OpenAiEndpoint.of("https://api.openai.com/v1").credentialHeader())
                .isEqualTo("Authorization");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.openai.com",
                "ftp://x",
                "http:///v1",
                "https://user:pass@host/v1",
                "https://host/#a",
                "http://a b"
            })
    void refusesWhatIsNoUrl(String baseUrl) {
        assertThatIllegalArgumentException().isThrownBy(() -> OpenAiEndpoint.of(baseUrl));
    }
}
