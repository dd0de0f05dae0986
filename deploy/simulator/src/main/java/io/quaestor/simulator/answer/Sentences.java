package io.quaestor.simulator.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits text into sentences; each is a contiguous part of the text, stripped at both ends. */
final class Sentences {

    /** Words that end with a full stop inside a sentence. */
    private static final Set<String> ABBREVIATIONS =
            Set.of(
                    "mr", "mrs", "ms", "dr", "st", "no", "nos", "vs", "gen", "gov", "sen", "rep",
                    "hon", "col", "capt", "lt", "messrs", "jr", "sr", "etc", "cf", "art", "vol",
                    "u.s", "i.e", "e.g", "viz");

    private Sentences() {}

    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            int end = endOfSentence(text, start, i);
            if (end > i) {
                add(sentences, text.substring(start, end));
                start = end;
                i = end - 1;
            }
        }
        add(sentences, text.substring(start));
        return sentences;
    }

    /** The end (exclusive) of the sentence that ends at {@code i}, or {@code i} when none does. */
    private static int endOfSentence(String text, int start, int i) {
        char c = text.charAt(i);
        if (c == '\n') {
            return isBlankLine(text, i) ? i + 1 : i;
        }
        if (c != '.' && c != '!' && c != '?') {
            return i;
        }
        int end = i + 1;
        while (end < text.length() && ".!?\"')]”’".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (end == text.length()) {
            return end;
        }
        if (!Character.isWhitespace(text.charAt(end)) || !startsSentence(text, end)) {
            return i;
        }
        return c == '.' && isAbbreviation(text, start, i) ? i : end;
    }

    private static boolean isBlankLine(String text, int newline) {
        int next = newline + 1;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\r')) {
            next++;
        }
        return next < text.length() && text.charAt(next) == '\n';
    }

    private static boolean startsSentence(String text, int from) {
        int next = from;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next == text.length() || !Character.isLowerCase(text.charAt(next));
    }

    private static boolean isAbbreviation(String text, int start, int fullStop) {
        int from = fullStop;
        while (from > start && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        String word = text.substring(from, fullStop);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        // "I" ends sentences far more often than it abbreviates a name.
        return (initial && !word.equals("I"))
                || ABBREVIATIONS.contains(word.toLowerCase(java.util.Locale.ROOT));
    }

    private static void add(List<String> sentences, String candidate) {
        String sentence = candidate.strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
    }
}
