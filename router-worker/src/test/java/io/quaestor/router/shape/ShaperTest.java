package io.quaestor.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Tool;
import io.quaestor.router.Samples;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShaperTest {
    private static final String LIST = "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}";

    private final Shaper shaper = new Shaper(System::nanoTime);

    @Test
    void asksNothingOfTextNorOfAFailure() {
        assertThat(shaper.judge(request(ResponseKind.TEXT, null), said("text")))
                .isEqualTo(Shape.NOT_ASKED);
        assertThat(shaper.judge(Samples.request("r"), said("text"))).isEqualTo(Shape.NOT_ASKED);
        var failed =
                new ProviderReply.Failed(
                        ProviderFault.local(ErrorType.TIMEOUT, "slow"),
                        true,
                        Billing.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        ReplyOrigin.NONE);
        assertThat(shaper.judge(request(ResponseKind.JSON_OBJECT, null), failed))
                .isEqualTo(Shape.NOT_ASKED);
    }

    @Test
    void takesACallOfTheRequestsToolsForAStepAndOfAnInventedOneForNoAnswer() {
        var request = request(ResponseKind.JSON_OBJECT, null);
        assertThat(shaper.judge(request, toolCall())).isInstanceOf(Shape.Missed.class);
        request.setTools(List.of(new Tool("look_up", "", "{}")));
        assertThat(shaper.judge(request, toolCall())).isEqualTo(Shape.NOT_ASKED);
    }

    @Test
    void takesOneObjectWhereAnyObjectWillDo() {
        assertThat(anyObject(" {\"a\": [1]} ")).isEqualTo(new Shape.Met("{\"a\":[1]}"));
        assertThat(anyObject("[1]"))
                .isEqualTo(Shape.Missed.because("the reply is JSON but no object"));
        assertThat(anyObject(" ")).isEqualTo(Shape.Missed.because("the reply is empty"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sure! {\"a\":1}",
                "{\"a\":1} {\"a\":2}",
                "{\"a\":1",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":1e99999999999}",
                "{\"a\":1e2000}",
                "Here it is:\n```json\n{\"a\":1}\n```",
                "```json\n{\"a\":1}\n```\nDone.",
                "```python\n{\"a\":1}\n```",
                "```json\n{\"a\":1}",
                "```{\"a\":1}```",
                "```json\n```"
            })
    void takesNothingForJsonThatHasMoreOrLessThanOneValue(String content) {
        assertThat(anyObject(content))
                .isEqualTo(Shape.Missed.because("the reply is not one JSON value"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n{\"a\":1}\n```",
                "```\n{\"a\":1}\n```\n",
                "\n ```JSON \n{\n\"a\":1}\n\n```",
                "```json\r\n{\"a\":1}\r\n```"
            })
    void readsTheOneFencedBlockThatAReplyIs(String content) {
        assertThat(anyObject(content)).isEqualTo(new Shape.Met("{\"a\":1}"));
    }

    @Test
    void validatesAgainstTheSchema() {
        var request = request(ResponseKind.JSON_SCHEMA, LIST);
        assertThat(shaper.judge(request, said("[1, 2]"))).isEqualTo(new Shape.Met("[1,2]"));
        assertThat(shaper.judge(request, said("[1, \"b\"]")))
                .isEqualTo(
                        new Shape.Missed(
                                List.of(new Flaw("/1", "string found, integer expected")), true));
    }

    @Test
    void takesNoReplyThatTheOutputLimitCutForAnAnswer() {
        var cut =
                new ProviderReply.Completed(
                        "12",
                        List.of(),
                        FinishReason.LENGTH,
                        "length",
                        Optional.empty(),
                        ReplyOrigin.NONE);
        assertThat(shaper.judge(request(ResponseKind.JSON_SCHEMA, "{}"), cut))
                .isEqualTo(Shape.Missed.because("the output limit cut the reply"));
    }

    @Test
    void asksForNoRepairWhereTheSchemaIsToBlame() {
        var shape = shaper.judge(request(ResponseKind.JSON_SCHEMA, "{\"type\":7}"), said("1"));
        assertThat(((Shape.Missed) shape).repairable()).isFalse();
    }

    @Test
    void keepsTheSchemasUsedLastAndNoMoreThanItsBounds() {
        var cache = shaper.schemas();
        var first = cache.read(LIST);
        for (int i = 0; i < 2 * SchemaCache.MAX_SCHEMAS; i++) {
            cache.read("{\"minLength\":" + i + "}");
            assertThat(cache.read(LIST)).isSameAs(first);
        }
        assertThat(cache.size()).isEqualTo(SchemaCache.MAX_SCHEMAS);
        IntStream.range(0, 20)
                .mapToObj(i -> "{\"description\":\"" + i + "x".repeat(200_000) + "\"}")
                .forEach(cache::read);
        assertThat(cache.size()).isEqualTo(10);
        assertThat(cache.known(LIST)).isEmpty();
    }

    private Shape anyObject(String content) {
        return shaper.judge(request(ResponseKind.JSON_OBJECT, null), said(content));
    }

    static ProviderReply.Completed said(String content) {
        return new ProviderReply.Completed(
                content, List.of(), FinishReason.STOP, "stop", Optional.empty(), ReplyOrigin.NONE);
    }

    private static ProviderReply toolCall() {
        var call = new ToolCall("c", "look_up", "{}");
        return new ProviderReply.Completed(
                "", List.of(call), FinishReason.TOOL_CALLS, "", Optional.empty(), ReplyOrigin.NONE);
    }

    static LlmRequest request(ResponseKind kind, @org.jspecify.annotations.Nullable String schema) {
        var request = Samples.request("r");
        request.setResponseFormat(new ResponseFormat(kind, "", schema, true, 1));
        return request;
    }
}
