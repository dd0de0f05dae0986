package io.quaestor.simulator.answer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt split into what is asked and the document it is asked about.
 *
 * <p>The document is what stands between {@code <document>} tags; without tags it is the user text
 * without the instruction lines at its start.
 *
 * @param instruction the system text and the instruction lines
 * @param text the document, exactly as in the prompt
 */
record Document(String instruction, String text) {

    /** An instruction is short; a longer first line is the document itself. */
    private static final int MAX_INSTRUCTION_LINE_CHARS = 1_000;

    /** Instructions come first; later lines belong to the document whatever they say. */
    private static final int MAX_INSTRUCTION_LINES = 20;

    private static final Pattern TAGGED =
            Pattern.compile("<document\\b[^>]*>(.*?)</document>", Pattern.DOTALL);
    private static final Pattern ASKS =
            Pattern.compile(
                    "\\b(summari[sz]e|extract|classify|categori[sz]e|label|answer|analy[sz]e|list"
                            + "|identify|choose|pick|return|reply|respond|write|describe|read|find"
                            + "|determine|give|task|instructions?|labels?|categories|classes)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final int ASKS_WITHIN_CHARS = 60;
    private static final Pattern HEADING =
            Pattern.compile(
                    "(labels?|categor(y|ies)|class(es)?|options?|topics?|format|schema)\\b[^.:=]{0,60}[:=]",
                    Pattern.CASE_INSENSITIVE);

    /** Instructions to the simulator itself are no part of a document. */
    private static final Pattern MARKER = Pattern.compile("\\[\\[sim:[^\\]]*]]\\s*");

    static Document of(String systemText, String userText) {
        boolean marked = userText.contains("[[sim:");
        return split(systemText, marked ? MARKER.matcher(userText).replaceAll("") : userText);
    }

    private static Document split(String systemText, String userText) {
        Matcher tagged = TAGGED.matcher(userText);
        if (userText.contains("<document") && tagged.find()) {
            String around =
                    userText.substring(0, tagged.start()) + "\n" + userText.substring(tagged.end());
            return new Document(systemText + "\n" + around, tagged.group(1));
        }
        int start = endOfInstructions(userText);
        if (userText.substring(start).isBlank()) {
            return new Document(systemText + "\n" + userText, userText);
        }
        return new Document(
                systemText + "\n" + userText.substring(0, start), userText.substring(start));
    }

    private static int endOfInstructions(String text) {
        int start = 0;
        String before = "";
        boolean insideList = false;
        for (int line = 0; line < MAX_INSTRUCTION_LINES && start < text.length(); line++) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String content = text.substring(start, end).strip();
            boolean bullet = insideList && isBullet(content);
            // After a blank line only a heading goes on instructing: the rest is the document.
            boolean instructs =
                    (start > 0 && before.isEmpty()) ? isHeading(content) : isInstruction(content);
            if (!content.isEmpty() && !bullet && !instructs) {
                return start;
            }
            insideList = bullet || content.endsWith(":") || (insideList && content.isEmpty());
            before = content;
            start = newline < 0 ? end : newline + 1;
        }
        return start;
    }

    private static boolean isHeading(String line) {
        return line.length() <= MAX_INSTRUCTION_LINE_CHARS
                && (line.endsWith(":") || HEADING.matcher(line).lookingAt());
    }

    private static boolean isInstruction(String line) {
        if (line.length() > MAX_INSTRUCTION_LINE_CHARS) {
            return false;
        }
        String head = line.substring(0, Math.min(line.length(), ASKS_WITHIN_CHARS));
        return line.endsWith(":") || ASKS.matcher(head.toLowerCase(Locale.ROOT)).find();
    }

    private static boolean isBullet(String line) {
        return line.startsWith("-") || line.startsWith("*") || line.startsWith("•");
    }
}
