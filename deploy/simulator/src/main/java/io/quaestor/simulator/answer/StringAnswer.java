package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Strings of a schema answer: sentences, words, names and years of the document. */
final class StringAnswer {

    /** Longer strings are refused: a real model's token limit would end them too. */
    private static final int MAX_CHARS = 100_000;

    private static final int SUMMARY_SENTENCES = 2;
    private static final int WORDS = 200;

    private static final Set<String> SUMMARIES = Set.of("summary", "abstract", "overview", "gist");
    private static final Set<String> TERMS =
            Set.of("keyword", "topic", "theme", "tag", "subject", "word", "term", "issue", "key");
    private static final Set<String> NAMES =
            Set.of(
                    "title",
                    "name",
                    "headline",
                    "speaker",
                    "person",
                    "people",
                    "country",
                    "place",
                    "organization",
                    "organisation",
                    "entity",
                    "location",
                    "author",
                    "party");
    private static final Set<String> DATES = Set.of("year", "date", "day", "when");

    private final Reading reading;
    private final ProperNames properNames;
    private int nextSentence;

    StringAnswer(Reading reading) {
        this.reading = reading;
        this.properNames = new ProperNames(reading.text());
    }

    Optional<JsonNode> value(ObjectNode schema, String name, int pick) {
        long least = schema.path("minLength").asLong(0);
        long most = Math.min(schema.path("maxLength").asLong(MAX_CHARS), MAX_CHARS);
        if (least > most) {
            return Optional.empty();
        }
        if (schema.path("pattern").isTextual()) {
            return PatternAnswer.value(
                            schema.get("pattern").asText(), reading, pick, (int) least, (int) most)
                    .map(TextNode::valueOf);
        }
        if (schema.path("format").isTextual()) {
            Optional<String> formatted =
                    FormatAnswer.value(schema.get("format").asText(), reading, pick);
            if (formatted.isPresent()) {
                return formatted
                        .filter(text -> TextFit.within(text, least, most))
                        .map(TextNode::valueOf);
            }
        }
        String text = meant(PropertyName.of(name), pick);
        return Optional.of(
                TextNode.valueOf(TextFit.fit(text, reading.text(), (int) least, (int) most)));
    }

    private String meant(PropertyName name, int pick) {
        if (name.hasAnyOf(SUMMARIES) && pick == 0) {
            return String.join(" ", reading.summary(SUMMARY_SENTENCES));
        }
        if (name.hasAnyOf(TERMS)) {
            return nth(reading.frequentWords(WORDS), pick);
        }
        if (name.hasAnyOf(NAMES)) {
            return nth(properNames.byFrequency(), pick);
        }
        if (name.hasAnyOf(DATES)) {
            return nth(Years.in(reading.text()).stream().map(String::valueOf).toList(), pick);
        }
        return sentence();
    }

    private String nth(List<String> choices, int pick) {
        return pick < choices.size() ? choices.get(pick) : sentence();
    }

    /**
     * Each call takes the next sentence, so that two properties do not say the same; then phrases.
     */
    private String sentence() {
        int next = nextSentence++;
        int sentences = reading.sentences().size();
        return next < sentences ? reading.salient(next) : reading.phrase(next - sentences);
    }
}
