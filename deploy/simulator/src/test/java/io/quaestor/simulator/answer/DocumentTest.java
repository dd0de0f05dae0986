package io.quaestor.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocumentTest {

    @Test
    void takesWhatStandsBetweenTheTags() {
        Document document =
                Document.of(
                        "system", "Summarise.\n<document name='x'>The text.</document>\nBriefly.");

        assertThat(document.text()).isEqualTo("The text.");
        assertThat(document.instruction()).contains("system", "Summarise.", "Briefly.");
    }

    @Test
    void leavesOutTheInstructionLinesAtTheStart() {
        Document document =
                Document.of(
                        "",
                        "Classify the text.\nLabels:\n- war\n- peace\n\nWe list no labels here.");

        assertThat(document.text()).isEqualTo("We list no labels here.");
        assertThat(document.instruction()).contains("- peace");
    }

    @Test
    void takesALongFirstLineForTheDocument() {
        String text = "Read this. ".repeat(200);

        assertThat(Document.of("Summarise.", text).text()).isEqualTo(text);
    }

    @Test
    void takesTheWholeTextWhenAllOfItReadsLikeInstructions() {
        assertThat(Document.of("", "Write a poem").text()).isEqualTo("Write a poem");
    }

    @Test
    void leavesOutTheSimulatorsMarkers() {
        assertThat(Document.of("", "[[sim:latency=1s]] Hello.").text()).isEqualTo("Hello.");
    }
}
