package io.quaestor.simulator.answer;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Strings for a {@code pattern}: parts of the document, or of its counts, that match it. */
final class PatternAnswer {

    private PatternAnswer() {}

    static Optional<String> value(String pattern, Reading reading, int pick, int least, int most) {
        try {
            Pattern whole = Pattern.compile(pattern);
            Pattern inside = Pattern.compile(withoutAnchors(pattern));
            List<String> matches =
                    inside.matcher(new BoundedText(material(reading)))
                            .results()
                            .map(match -> match.group())
                            .filter(text -> TextFit.within(text, least, most))
                            .filter(text -> whole.matcher(new BoundedText(text)).find())
                            .distinct()
                            .limit(pick + 1L)
                            .toList();
            return matches.isEmpty()
                    ? Optional.empty()
                    : Optional.of(matches.get(pick % matches.size()));
        } catch (PatternSyntaxException | BoundedText.TooManyReads _) {
            return Optional.empty(); // then the schema is refused, naming the property
        }
    }

    /** The document followed by its counts and frequent words: what an answer may be made of. */
    private static String material(Reading reading) {
        StringBuilder material = new StringBuilder(reading.text());
        material.append('\n').append(reading.wordCount());
        material.append('\n').append(reading.sentences().size());
        reading.contentCounts()
                .forEach(
                        (word, count) ->
                                material.append('\n').append(word).append('\n').append(count));
        return material.toString();
    }

    private static String withoutAnchors(String pattern) {
        String inside = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        boolean anchored = inside.endsWith("$") && !inside.endsWith("\\$");
        return anchored ? inside.substring(0, inside.length() - 1) : inside;
    }
}
