package io.quaestor.simulator.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names in a text: runs of capitalised words that do not begin a sentence. Found on demand. */
final class ProperNames {

    private static final int MAX_NAMES = 200;
    private static final Pattern NAME =
            Pattern.compile(
                    "(?<=[a-z,;] )[A-Z][a-z]+(?:(?: of| of the)? [A-Z][a-z]+){0,4}(?![A-Za-z])");

    private final String text;
    private Optional<List<String>> names = Optional.empty();

    ProperNames(String text) {
        this.text = text;
    }

    /** From the most frequent on; ties go to the earlier name. */
    List<String> byFrequency() {
        if (names.isEmpty()) {
            names = Optional.of(find());
        }
        return names.get();
    }

    private List<String> find() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        NAME.matcher(text).results().forEach(match -> counts.merge(match.group(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
