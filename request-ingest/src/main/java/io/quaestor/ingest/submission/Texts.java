package io.quaestor.ingest.submission;

import java.util.Optional;

/** Rules and measures of the texts in a request. */
final class Texts {

    private Texts() {}

    /** Why the text cannot be part of keys and labels, where {@code |} separates. */
    static Optional<String> problemInLabel(String text, int charsMax) {
        if (text.length() > charsMax) {
            return Optional.of("is longer than %d characters".formatted(charsMax));
        }
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == '|')
                ? Optional.of("holds a control character or '|'")
                : Optional.empty();
    }

    /** The text, cut to a length that an answer can carry. */
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(charsMax - 1));
        return text.substring(0, splitsPair ? charsMax - 1 : charsMax);
    }

    /** Length in UTF-8, without encoding it. */
    static long utf8Bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // Half of a pair stands for two of the pair's four bytes.
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes += 1;
            }
        }
        return bytes;
    }
}
