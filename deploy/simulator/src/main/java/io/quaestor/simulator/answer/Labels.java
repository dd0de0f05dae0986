package io.quaestor.simulator.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The labels that an instruction offers, and the choice among them by keyword counts. */
final class Labels {

    /** More labels than this is a document, not an instruction. */
    private static final int MAX_LABELS = 100;

    private static final int MAX_LABEL_CHARS = 80;

    private static final Pattern INLINE =
            Pattern.compile(
                    "(?:labels?|categor(?:y|ies)|class(?:es)?|topics?|options?|one of)"
                            + "[^:=\\n]{0,60}(?:[:=]|(?<=one of))[ \\t]*([^\\n]*)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern BULLET =
            Pattern.compile("^[ \\t]*[-*•][ \\t]+(.+)$", Pattern.MULTILINE);
    private static final Pattern SEPARATOR =
            Pattern.compile("\\s*[,;|/]\\s*(?:or\\s+|and\\s+)?|\\s+or\\s+");
    private static final Pattern DECORATION =
            Pattern.compile("^[\\s\"'`\\[({<-]+|[\\s\"'`\\])}>.:]+$");

    private Labels() {}

    /** At least two labels, in the order given, or empty when the instruction offers none. */
    static Optional<List<String>> in(String instruction) {
        Matcher inline = INLINE.matcher(instruction);
        while (inline.find()) {
            String rest = inline.group(1).strip();
            List<String> labels =
                    rest.isEmpty()
                            ? bullets(instruction.substring(inline.end()))
                            : clean(List.of(SEPARATOR.split(firstSentence(rest))));
            if (labels.size() >= 2) {
                return Optional.of(labels);
            }
        }
        return Optional.empty();
    }

    /** How often the document mentions each label, in the labels' order. */
    static Map<String, Integer> counts(List<String> labels, Reading reading) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        labels.forEach(label -> counts.put(label, reading.mentions(label)));
        return counts;
    }

    /** The label mentioned most; the first of equals. */
    static String choose(Map<String, Integer> counts) {
        String best = "";
        int most = -1;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    /** The chosen label on the first line, every label's count on the second. */
    static String answer(List<String> labels, Reading reading) {
        Map<String, Integer> counts = counts(labels, reading);
        return choose(counts)
                + "\nCounts: "
                + counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static List<String> bullets(String text) {
        return clean(BULLET.matcher(text).results().map(match -> match.group(1)).toList());
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }

    private static List<String> clean(List<String> candidates) {
        List<String> labels = new ArrayList<>();
        for (String candidate : candidates) {
            String label = DECORATION.matcher(candidate).replaceAll("");
            if (!label.isEmpty()
                    && label.length() <= MAX_LABEL_CHARS
                    && labels.size() < MAX_LABELS) {
                labels.add(label);
            }
        }
        return labels.stream().distinct().toList();
    }
}
