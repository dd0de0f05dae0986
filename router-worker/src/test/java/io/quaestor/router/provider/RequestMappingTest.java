package io.quaestor.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sampling;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.router.provider.bedrock.AnswerTool;
import io.quaestor.router.provider.bedrock.BedrockRequests;
import io.quaestor.router.provider.openai.OpenAiRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What cannot be sent is said, by field and never by content; what can be is sent unharmed. */
class RequestMappingTest {

    private static final String SECRET_TEXT = "the-prompt-itself";
    private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {1});

    @TestFactory
    Stream<DynamicTest> refusesForBoth() {
        return Map.<String, LlmRequest>of(
                        "a schema that is no JSON", format("{" + SECRET_TEXT),
                        "a schema that is no object", format("[]"),
                        "a schema with a tail", format("{} {}"),
                        "tool parameters that are no JSON", tool(SECRET_TEXT),
                        "an unknown role",
                                Samples.request(
                                        Samples.message(Role.UNKNOWN, new TextPart(SECRET_TEXT))),
                        "an image without source",
                                user(new ImagePart("image/png", null, null, "auto")),
                        "an image with two sources",
                                user(new ImagePart("image/png", BYTES, "https://x", "auto")),
                        "a temperature that is no number", sampling(Double.NaN))
                .entrySet()
                .stream()
                .map(
                        request ->
                                DynamicTest.dynamicTest(
                                        request.getKey(),
                                        () -> {
                                            assertUnsendable(
                                                    OpenAiRequests.body(
                                                            Samples.call(request.getValue()),
                                                            "max_tokens"));
                                            assertUnsendable(
                                                    BedrockRequests.converse(
                                                            Samples.call(request.getValue())));
                                        }));
    }

    @Test
    void refusesADocumentByUriAtOpenAi() {
        var request =
                user(new DocumentPart("application/pdf", "d", null, "https://example.org/d.pdf"));

        assertUnsendable(OpenAiRequests.body(Samples.call(request), "max_tokens"));
    }

    @Test
    void refusesWhatConverseLacks() {
        var penalties = Samples.plain();
        penalties.setSampling(new Sampling(null, null, 0.5, null, null, List.of()));

        assertUnsendable(BedrockRequests.converse(Samples.call(penalties)));
        assertUnsendable(
                BedrockRequests.converse(
                        Samples.call(user(new ImagePart("image/tiff", BYTES, null, "auto")))));
        assertUnsendable(
                BedrockRequests.converse(
                        Samples.call(user(new ImagePart("image/png", null, "https://x", "auto")))));
        assertUnsendable(
                BedrockRequests.converse(
                        Samples.call(user(new DocumentPart("image/png", "d", BYTES, null)))));
        assertUnsendable(
                BedrockRequests.converse(
                        Samples.call(user(new ToolCallPart("t", "n", SECRET_TEXT)))));
    }

    @Test
    void writesAnyTextUnharmed() throws IOException {
        String text = "quotes \" \\ \n \u0000 \u2028 umlaut ü emoji 🌧 lone \ud83c end";
        WireRequest<byte[]> mapped =
                OpenAiRequests.body(Samples.call(user(new TextPart(text))), "max_tokens");

        assertThat(mapped).isInstanceOf(WireRequest.Ready.class);
        byte[] body = ((WireRequest.Ready<byte[]>) mapped).body();
        assertThat(new ObjectMapper().readTree(body).at("/messages/0/content").asText())
                .isEqualTo(text);
    }

    @Test
    void writesTheLimitThatTheHoldWasComputedWith() {
        String body =
                bodyOf(OpenAiRequests.body(Samples.call(Samples.plain()), "max_completion_tokens"));

        assertThat(body).contains("\"max_completion_tokens\":256").doesNotContain("max_tokens\"");
    }

    @Test
    void leavesTheBytesOfAnImageAsTheyWere() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
        var request = user(new ImagePart("image/png", data, null, "auto"));

        String first = bodyOf(OpenAiRequests.body(Samples.call(request), "max_tokens"));
        String second = bodyOf(OpenAiRequests.body(Samples.call(request), "max_tokens"));

        assertThat(second).isEqualTo(first).contains("base64,AQI=");
    }

    @Test
    void unwrapsAnAnswerThatIsNoObject() throws IOException {
        var format =
                new ResponseFormat(
                        ResponseKind.JSON_SCHEMA, "names", "{\"type\":\"array\"}", true, 1);
        AnswerTool tool = AnswerTool.of(Samples.withFormat(format)).orElseThrow();
        var json = new ObjectMapper();

        assertThat(tool.answer(json.readTree("{\"value\": [\"a\"]}"))).isEqualTo("[\"a\"]");
        assertThat(tool.answer(json.readTree("{\"other\": 1}"))).isEqualTo("{\"other\":1}");
    }

    @Test
    void printsNoRequest() {
        assertThat(BedrockRequests.converse(Samples.call(Samples.plain())).toString())
                .doesNotContain(Samples.PROMPT);
        assertThat(OpenAiRequests.body(Samples.call(Samples.plain()), "max_tokens").toString())
                .isEqualTo("Ready[redacted]");
    }

    private static void assertUnsendable(WireRequest<?> mapped) {
        assertThat(mapped).isInstanceOf(WireRequest.Unsendable.class);
        assertThat(mapped.toString()).doesNotContain(SECRET_TEXT);
    }

    private static String bodyOf(WireRequest<byte[]> mapped) {
        return new String(((WireRequest.Ready<byte[]>) mapped).body(), StandardCharsets.UTF_8);
    }

    private static LlmRequest user(Object part) {
        return Samples.request(new Message(Role.USER, List.of(part), ""));
    }

    private static LlmRequest format(String schema) {
        return Samples.withFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "", schema, true, 1));
    }

    private static LlmRequest tool(String parameters) {
        LlmRequest request = Samples.plain();
        request.setTools(List.of(new Tool("t", "", parameters)));
        return request;
    }

    private static LlmRequest sampling(double temperature) {
        LlmRequest request = Samples.plain();
        request.setSampling(new Sampling(temperature, null, null, null, null, List.of()));
        return request;
    }
}
