package io.quaestor.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quaestor.simulator.call.AnswerFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwistTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Reading READING = Reading.of("Roads were built. Letters were carried.");

    @Test
    void violatesWhatASchemaDemandsOfMembersItemsAndValues() throws IOException {
        for (String text :
                List.of(
                        """
                        {"type":"object","properties":{"city":{"type":"string"},
                         "people":{"type":"integer"}},"required":["city","people"]}""",
                        "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":1}",
                        "{\"type\":\"integer\"}",
                        "{\"enum\":[\"a\",\"b\"]}")) {
            JsonNode schema = JSON.readTree(text);
            JsonNode right = ((SchemaAnswer.Satisfied) SchemaAnswer.to(schema, READING)).value();
            Answer answer = new Answer.Text(right.toString(), false);
            Answer amiss = Twist.amiss(answer, new AnswerFormat.Json(schema));
            JsonNode wrong = JSON.readTree(((Answer.Text) amiss).text());
            assertThat(SCHEMAS.getSchema(schema).validate(right)).isEmpty();
            assertThat(SCHEMAS.getSchema(schema).validate(wrong)).as("%s", wrong).isNotEmpty();
        }
    }

    @Test
    void callsTheToolWithTheWrongInput() throws IOException {
        Answer.ToolCall right = new Answer.ToolCall("t", JSON.readTree("{\"a\":\"x\",\"b\":1}"));

        assertThat(Twist.amiss(right, new AnswerFormat.Tool("t", JSON.createObjectNode())))
                .isEqualTo(
                        new Answer.ToolCall(
                                "t", JSON.readTree("{\"a\":7,\"b\":\"of another kind\"}")));
    }

    @Test
    void saysInWordsWhatCouldBeAnyJson() {
        assertThat(Twist.amiss(new Answer.Text("{}", false), new AnswerFormat.AnyJson()))
                .isEqualTo(new Answer.Text("In words: {}", false));
    }

    @Test
    void fencesTextsAndToolCalls() throws IOException {
        Answer.Text fenced = new Answer.Text("```json\n{\"a\":1}\n```", false);

        assertThat(Twist.fenced(new Answer.Text("{\"a\":1}", false))).isEqualTo(fenced);
        assertThat(Twist.fenced(new Answer.ToolCall("t", JSON.readTree("{\"a\":1}"))))
                .isEqualTo(fenced);
    }
}
