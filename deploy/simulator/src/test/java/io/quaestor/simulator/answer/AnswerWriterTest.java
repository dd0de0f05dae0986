package io.quaestor.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.simulator.call.AnswerFormat;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import io.quaestor.simulator.call.TokenRule;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCUMENT =
            "The treaty with Spain ended the war in 1795. Taxes paid for the war and for the treaty."
                    + " Peace and the treaty brought trade to every harbour of the country. Of the navy"
                    + " we say little. The war had cost the country its navy, its trade and its peace.";

    @Test
    void summarisesWithTheNumberOfSentencesAskedForInDocumentOrder() {
        String answer = text("Summarise in two sentences.\n" + DOCUMENT);

        assertThat(Sentences.of(answer)).hasSize(2);
        assertThat(Sentences.of(answer)).isSubsetOf(Sentences.of(DOCUMENT));
        assertThat(DOCUMENT.indexOf(Sentences.of(answer).get(0)))
                .isLessThan(DOCUMENT.indexOf(Sentences.of(answer).get(1)));
    }

    @Test
    void choosesTheLabelMentionedMostAndTellsTheCounts() {
        String answer = text("Classify the text. Labels: navy, war, weather\n" + DOCUMENT);

        assertThat(answer).isEqualTo("war\nCounts: navy 2, war 3, weather 0");
    }

    @Test
    void readsLabelsHoweverTheyAreOffered() {
        for (String offer :
                new String[] {
                    "Choose one of: \"navy\", \"war\", or \"weather\".",
                    "Classify.\nCategories (pick one):\n- navy\n- war\n- weather\n",
                    "Return exactly one of navy, war or weather.",
                    "Label the text. Classes = [navy | war | weather]"
                }) {
            assertThat(text(offer + "\n" + DOCUMENT)).as(offer).startsWith("war\nCounts: navy 2");
        }
    }

    @Test
    void followsASchemaWrittenIntoTheSystemText() throws JsonProcessingException {
        String system =
                """
                Answer with JSON only, by this schema: {"type":"object",
                "properties":{"year":{"type":"integer"},"words":{"type":"integer"}},
                "required":["year","words"]} and nothing else.""";
        String answer = text(system, DOCUMENT, OptionalInt.empty(), new AnswerFormat.Text());

        JsonNode json = JSON.readTree(answer);
        assertThat(json.path("year").asInt()).isEqualTo(1795);
        assertThat(json.path("words").asInt()).isEqualTo(DOCUMENT.split(" ").length);
    }

    @Test
    void givesSomeJsonWhenNoSchemaIsNamed() throws JsonProcessingException {
        String answer = text("", DOCUMENT, OptionalInt.empty(), new AnswerFormat.AnyJson());

        assertThat(JSON.readTree(answer).path("keywords").path("treaty").asInt()).isEqualTo(3);
    }

    @Test
    void cutsTextAtTheTokenLimit() {
        Answer answer = answer("", DOCUMENT, OptionalInt.of(7), new AnswerFormat.Text());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Text.class,
                        text -> {
                            assertThat(text.cut()).isTrue();
                            assertThat(TokenRule.of(text.text())).isEqualTo(7);
                        });
    }

    @Test
    void answersAnEmptyPromptWithNothing() {
        assertThat(text("")).isEmpty();
    }

    private static String text(String user) {
        return text("", user, OptionalInt.empty(), new AnswerFormat.Text());
    }

    private static String text(
            String system, String user, OptionalInt maxTokens, AnswerFormat format) {
        return ((Answer.Text) answer(system, user, maxTokens, format)).text();
    }

    private static Answer answer(
            String system, String user, OptionalInt maxTokens, AnswerFormat format) {
        return AnswerWriter.answer(
                new ProviderCall(
                        Protocol.OPENAI, "m", system, user, user, user, 0, 0, maxTokens, format));
    }
}
