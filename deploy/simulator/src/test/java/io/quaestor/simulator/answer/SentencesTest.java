package io.quaestor.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void endsSentencesAtTheirMarks() {
        assertThat(Sentences.of("One is here. Is two? Three!\"  (Four.) and more. Five"))
                .containsExactly(
                        "One is here.", "Is two?", "Three!\"", "(Four.) and more.", "Five");
    }

    @Test
    void doesNotEndASentenceAtAnAbbreviationOrANumber() {
        assertThat(
                        Sentences.of(
                                "Mr. Smith paid 3.50 to J. Brown of the U.S. Treasury. So did I. Yes."))
                .containsExactly(
                        "Mr. Smith paid 3.50 to J. Brown of the U.S. Treasury.",
                        "So did I.",
                        "Yes.");
    }

    @Test
    void endsASentenceAtABlankLine() {
        assertThat(Sentences.of("A heading\n\nThe text goes\non here."))
                .containsExactly("A heading", "The text goes\non here.");
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Sentences.of("")).isEmpty();
        assertThat(Sentences.of(" \n ")).isEmpty();
    }
}
