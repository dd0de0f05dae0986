package io.quaestor.simulator.answer;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The words in a property name: {@code wordCount}, {@code word_count} and "word count" are alike.
 */
record PropertyName(Set<String> words) {

    private static final Pattern BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

    static PropertyName of(String name) {
        Set<String> words = new TreeSet<>();
        for (String word : BOUNDARY.split(name, -1)) {
            if (!word.isEmpty()) {
                words.add(singular(word.toLowerCase(Locale.ROOT)));
            }
        }
        return new PropertyName(words);
    }

    boolean hasAnyOf(Set<String> others) {
        return words.stream().anyMatch(others::contains);
    }

    String phrase() {
        return String.join(" ", words);
    }

    private static String singular(String word) {
        if (word.endsWith("ies") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && word.length() > 3;
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
