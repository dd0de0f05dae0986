package io.quaestor.ingest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sampling;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.Strategy;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.event.TraceContext;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.kernel.Seed;
import io.quaestor.wire.registry.EventClasses;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static final String SMALL =
            "{\"department\": \"legal\", \"model\": \"fast\", \"messages\": [\"Hello.\"]";

    @BeforeAll
    static void trust() {
        EventClasses.trust();
    }

    @Test
    void takesTheSchemasDefaultsForWhatIsNotSent() {
        var request = read(SMALL + ", \"user\": null}").request();

        assertThat(request)
                .isEqualTo(
                        LlmRequest.newBuilder()
                                .setRequestId("")
                                .setDepartment("legal")
                                .setModel("fast")
                                .setMessages(List.of(message(Role.USER, new TextPart("Hello."))))
                                .build());
    }

    @Test
    void readsEveryFieldAndWritesItBack() {
        var request = whole();

        var read = (RequestBody.Read) RequestBody.of(AvroJson.bytes(request));

        assertThat(read.faults()).isEmpty();
        assertThat(read.request()).isEqualTo(request);
    }

    @Test
    void takesMessagesInEveryFormPeopleWriteThem() {
        var body =
                """
                {"department": "legal", "model": "fast", "messages": [
                  "one",
                  {"role": "system", "content": "two"},
                  {"role": "USER", "parts": ["three", {"type": "text", "text": "four"},
                    {"type": "image", "mediaType": "image/png", "uri": "https://x/y"}]},
                  {"role": "assistant", "parts":
                    {"oops": 1}}
                ]}
                """;

        var read = read(body);

        assertThat(read.request().getMessages().subList(0, 3))
                .containsExactly(
                        message(Role.USER, new TextPart("one")),
                        message(Role.SYSTEM, new TextPart("two")),
                        message(
                                Role.USER,
                                new TextPart("three"),
                                new TextPart("four"),
                                new ImagePart("image/png", null, "https://x/y", "auto")));
        assertThat(read.faults()).extracting(Fault::field).containsExactly("messages[3].parts");
    }

    @Test
    void takesJsonWhereTheSchemaHoldsItAsText() {
        var request =
                read(SMALL
                                + ", \"responseFormat\": {\"kind\": \"json_schema\","
                                + " \"schema\": {\"type\": \"object\"}},"
                                + " \"tools\": [{\"name\": \"t\", \"parameters\": {}}]}")
                        .request();

        assertThat(request.getResponseFormat().getSchema$()).isEqualTo("{\"type\":\"object\"}");
        assertThat(request.getTools().getFirst().getParameters()).isEqualTo("{}");
    }

    @Test
    void takesADeadlineInEitherForm() {
        var time = Instant.parse("2026-03-01T12:00:00.250Z");

        assertThat(read(SMALL + ", \"deadline\": \"" + time + "\"}").request().getDeadline())
                .isEqualTo(time);
        assertThat(read(SMALL + ", \"deadline\": " + time.toEpochMilli() + "}").request())
                .extracting(LlmRequest::getDeadline)
                .isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"prompt\": \"x\"                               | prompt               | UNKNOWN_FIELD",
                "\"sampling\": {\"heat\": 1}                     | sampling.heat        | UNKNOWN_FIELD",
                "\"sampling\": {\"temperature\": \"hot\"}        | sampling.temperature | WRONG_TYPE",
                "\"sampling\": 1                                 | sampling             | WRONG_TYPE",
                "\"maxOutputTokens\": 1.5                        | maxOutputTokens      | WRONG_TYPE",
                "\"maxOutputTokens\": 3000000000                 | maxOutputTokens      | WRONG_TYPE",
                "\"maxCostNanoUsd\": \"1\"                       | maxCostNanoUsd       | WRONG_TYPE",
                "\"strategy\": \"UNKNOWN\"                       | strategy             | WRONG_TYPE",
                "\"strategy\": \"fastest\"                       | strategy             | WRONG_TYPE",
                "\"deadline\": \"tomorrow\"                      | deadline             | WRONG_TYPE",
                "\"metadata\": {\"a\": 1}                        | metadata.a           | WRONG_TYPE",
                "\"metadata\": []                                | metadata             | WRONG_TYPE",
                "\"tools\": {}                                   | tools                | WRONG_TYPE",
                "\"tools\": [{\"name\": \"t\"}]                  | tools[0].parameters  | MISSING",
                "\"trace\": {}                                   | trace.traceparent    | MISSING",
                "\"user\": 7                                     | user                 | WRONG_TYPE",
            })
    void namesTheFieldThatIsWrong(String sent, String field, String code) {
        var faults = read(SMALL + ", " + sent + "}").faults();

        assertThat(faults)
                .singleElement()
                .satisfies(
                        fault -> {
                            assertThat(fault.field()).isEqualTo(field);
                            assertThat(fault.code()).isEqualTo(code);
                            assertThat(fault.fix()).isNotEmpty();
                        });
    }

    @Test
    void namesEverythingThatIsMissing() {
        assertThat(read("{}").faults())
                .extracting(Fault::field)
                .containsExactly("department", "model", "messages");
    }

    @Test
    void namesTheWrongPartByItsPath() {
        var faults =
                read("{\"department\": \"legal\", \"model\": \"fast\", \"messages\":"
                                + " [\"x\", {\"role\": \"user\", \"parts\": [\"x\", {\"type\":"
                                + " \"image\", \"data\": \"%%\"}]}]}")
                        .faults();

        assertThat(faults)
                .extracting(Fault::field)
                .containsExactly("messages[1].parts[1].mediaType", "messages[1].parts[1].data");
    }

    @Test
    void listsNoMoreThanAnAnswerCanHold() {
        var fields = new StringBuilder(SMALL);
        for (int i = 0; i < 1_000; i++) {
            fields.append(", \"x").append(i).append("\": 1");
        }

        assertThat(read(fields + "}").faults()).hasSize(Faults.LISTED_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "\"x\"",
                "null",
                "{\"a\": 1, \"a\": 2}",
                "{} {}",
                "{",
                "\u0000"
            })
    void takesNothingButOneJsonObject(String body) {
        assertThat(RequestBody.of(body.getBytes(UTF_8))).isInstanceOf(RequestBody.Malformed.class);
    }

    @Test
    void neverThrowsWhateverIsSent() {
        Seed.run(
                random -> {
                    var whole = new String(AvroJson.bytes(whole()), UTF_8);
                    var noise = List.of("{", "}", "[", "]", "\"", ",", ":", "1", "null", "\\", "é");
                    for (int i = 0; i < 5_000; i++) {
                        var body = new StringBuilder(whole);
                        for (int hit = random.nextInt(1, 4); hit > 0; hit--) {
                            int at = random.nextInt(body.length());
                            var put = noise.get(random.nextInt(noise.size()));
                            body.replace(at, at + random.nextInt(3), put);
                        }
                        assertThat(RequestBody.of(body.toString().getBytes(UTF_8))).isNotNull();
                    }
                });
    }

    @Test
    void neverThrowsWhateverStandsWhereSomethingElseShould() {
        Seed.run(
                random -> {
                    var values =
                            List.of(
                                    "null", "1", "\"x\"", "[]", "{}", "true", "[null]", "[[]]",
                                    "1e400");
                    var names = LlmRequest.getClassSchema().getFields();
                    for (int i = 0; i < 2_000; i++) {
                        var fields = new ArrayList<String>();
                        for (var field : names) {
                            if (random.nextBoolean()) {
                                var value = values.get(random.nextInt(values.size()));
                                fields.add("\"" + field.name() + "\": " + value);
                            }
                        }
                        var body = "{" + String.join(",", fields) + "}";
                        assertThat(RequestBody.of(body.getBytes(UTF_8)))
                                .isInstanceOf(RequestBody.Read.class);
                    }
                });
    }

    private static RequestBody.Read read(String body) {
        return (RequestBody.Read) RequestBody.of(body.getBytes(UTF_8));
    }

    private static Message message(Role role, Object... parts) {
        return new Message(role, List.of(parts), "");
    }

    private static LlmRequest whole() {
        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        return new LlmRequest(
                "r-1",
                "legal",
                "ada",
                "why",
                "case",
                Sensitivity.CONFIDENTIAL,
                List.of("eu-west-1"),
                "fast",
                List.of(
                        message(Role.SYSTEM, new TextPart("be brief")),
                        message(
                                Role.USER,
                                new TextPart("look"),
                                new ImagePart("image/png", bytes, null, "auto"),
                                new DocumentPart("application/pdf", "d.pdf", null, "https://x/y")),
                        message(Role.ASSISTANT, new ToolCallPart("c", "t", "{\"a\":1}")),
                        message(Role.TOOL, new ToolResultPart("c", "42", false))),
                new Sampling(0.5, 0.9, null, null, 7L, List.of("stop")),
                100,
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "n", "{}", true, 1),
                List.of(new Tool("t", "d", "{}")),
                "auto",
                Strategy.COST,
                5,
                1_000L,
                Instant.parse("2026-03-01T12:00:00Z"),
                "llm.responses.team",
                UnknownOutcomePolicy.FAIL_UNKNOWN,
                new FallbackPolicy(true, false, true, 3),
                Map.of("k", "v"),
                new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""));
    }
}
