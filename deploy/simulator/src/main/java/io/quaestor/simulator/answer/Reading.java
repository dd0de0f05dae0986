package io.quaestor.simulator.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A document read once: its sentences, its words with their counts, and which sentences are
 * salient.
 *
 * <p>A sentence scores the mean document frequency of its content words; very short and very long
 * sentences score nothing. Ties go to the earlier sentence.
 */
final class Reading {

    /** Below this a sentence says too little to stand alone, above it is hardly a quotation. */
    private static final int MIN_SALIENT_WORDS = 9;

    private static final int MAX_SALIENT_WORDS = 60;
    private static final int PHRASE_WORDS = 12;

    private final String text;
    private final List<String> sentences;
    private final int wordCount;
    private final Map<String, Integer> contentCounts;
    private final List<Integer> bySalience;
    private final Map<String, Integer> stemCounts = new HashMap<>();

    private Reading(
            String text,
            List<String> sentences,
            int wordCount,
            Map<String, Integer> contentCounts,
            List<Integer> bySalience) {
        this.text = text;
        this.sentences = sentences;
        this.wordCount = wordCount;
        this.contentCounts = contentCounts;
        this.bySalience = bySalience;
    }

    static Reading of(String text) {
        List<String> sentences = Sentences.of(text);
        Map<String, Counter> counters = new LinkedHashMap<>();
        List<List<Counter>> contents = new ArrayList<>();
        int[] lengths = new int[sentences.size()];
        for (int i = 0; i < lengths.length; i++) {
            List<Counter> words = new ArrayList<>();
            Words.forEach(
                    sentences.get(i),
                    word -> words.add(counters.computeIfAbsent(word, Counter::new).countOne()));
            lengths[i] = words.size();
            contents.add(words);
        }
        double[] scores = new double[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            scores[i] = score(contents.get(i));
        }
        Map<String, Integer> contentCounts = new LinkedHashMap<>();
        counters.forEach(
                (word, counter) -> {
                    if (counter.isContent) {
                        contentCounts.put(word, counter.count);
                    }
                });
        List<Integer> bySalience =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(i -> -scores[i])
                                        .thenComparing(Comparator.naturalOrder()))
                        .toList();
        return new Reading(text, sentences, IntStream.of(lengths).sum(), contentCounts, bySalience);
    }

    private static double score(List<Counter> words) {
        if (words.size() < MIN_SALIENT_WORDS || words.size() > MAX_SALIENT_WORDS) {
            return 0;
        }
        int sum = 0;
        for (Counter word : words) {
            sum += word.isContent ? word.count : 0;
        }
        return sum / (double) words.size();
    }

    /** A word's count, and whether it counts for salience: looked up once, not for every use. */
    private static final class Counter {
        private final boolean isContent;
        private int count;

        private Counter(String word) {
            this.isContent = Words.isContent(word);
        }

        private Counter countOne() {
            count++;
            return this;
        }
    }

    String text() {
        return text;
    }

    List<String> sentences() {
        return sentences;
    }

    int wordCount() {
        return wordCount;
    }

    /** Content words with how often each occurs, in order of first occurrence. */
    Map<String, Integer> contentCounts() {
        return contentCounts;
    }

    /** The sentence of that rank, 0 being the most salient; ranks beyond the last start again. */
    String salient(int rank) {
        if (sentences.isEmpty()) {
            return "";
        }
        return sentences.get(bySalience.get(Math.floorMod(rank, sentences.size())));
    }

    /** A few words from the {@code index}-th on; from the first again after the last. */
    String phrase(int index) {
        if (wordCount == 0) {
            return text;
        }
        int start = wordStart(0, Math.floorMod(index, wordCount));
        int end = wordStart(start, PHRASE_WORDS);
        return text.substring(start, end).strip();
    }

    /**
     * Where the word stands that is {@code words} words after the first one at or after {@code
     * from}.
     */
    private int wordStart(int from, int words) {
        int left = words;
        boolean inside = false;
        for (int i = from; i < text.length(); i++) {
            boolean letter = Character.isLetterOrDigit(text.charAt(i));
            if (letter && !inside && left-- == 0) {
                return i;
            }
            inside = letter || (inside && text.charAt(i) == '\'');
        }
        return text.length();
    }

    /** The {@code count} most salient sentences in document order. */
    List<String> summary(int count) {
        return bySalience.stream().limit(count).sorted().map(sentences::get).toList();
    }

    /** Content words from the most frequent on; ties go to the earlier word. */
    List<String> frequentWords(int count) {
        return contentCounts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many words of the document share a stem with a word of {@code phrase}. */
    int mentions(String phrase) {
        Map<String, Integer> stems = stemCounts();
        Set<String> asked = new HashSet<>();
        Words.forEach(phrase, word -> asked.add(Words.stem(word)));
        return asked.stream().mapToInt(stem -> stems.getOrDefault(stem, 0)).sum();
    }

    /** Found on demand: a plain summary needs no stems. */
    private Map<String, Integer> stemCounts() {
        if (stemCounts.isEmpty()) {
            contentCounts.forEach(
                    (word, count) -> stemCounts.merge(Words.stem(word), count, Integer::sum));
        }
        return stemCounts;
    }
}
