package io.quaestor.simulator.answer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Words of a text: runs of letters, digits and inner apostrophes, in lower case. */
final class Words {

    /** Shorter words carry too little meaning to score with. */
    private static final int MIN_CONTENT_CHARS = 3;

    private static final Set<String> STOP_WORDS =
            Set.of(
                    """
                    about after again against all also although among and another any are
                    because been before being between both but can could did does due each
                    either even ever every few for from further get got had has have having her
                    here hers him himself his how however into its itself just less let like
                    made make many may more most much must myself nor not now off one only other
                    ought our ours out over own part per said same say see shall she should
                    since some such than that the their theirs them themselves then there
                    therefore these they this those though through thus too two under until unto
                    upon very was way well were what when where whether which while who whole
                    whom whose will with within without would yet you your yours
                    """
                            .strip()
                            .split("\\s+", -1));

    /** Longest first. */
    private static final List<String> ENDINGS =
            List.of(
                    "ations", "ation", "ical", "ings", "ies", "ing", "ics", "ic", "al", "es", "s",
                    "y", "e");

    private Words() {}

    /** Hands every word of {@code text} to {@code each}, in order. */
    static void forEach(String text, Consumer<String> each) {
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && isPart(text, i);
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                each.accept(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
        }
    }

    /** Whether a word says something about the subject. */
    static boolean isContent(String word) {
        return word.length() >= MIN_CONTENT_CHARS
                && Character.isLetter(word.charAt(0))
                && !STOP_WORDS.contains(word);
    }

    /** A crude stem: "economy", "economies" and "economic" meet in "econom". */
    static String stem(String word) {
        for (String ending : ENDINGS) {
            if (word.endsWith(ending) && word.length() - ending.length() >= MIN_CONTENT_CHARS) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }

    private static boolean isPart(String text, int i) {
        char c = text.charAt(i);
        return Character.isLetterOrDigit(c)
                || (c == '\''
                        && i > 0
                        && i + 1 < text.length()
                        && Character.isLetter(text.charAt(i - 1))
                        && Character.isLetter(text.charAt(i + 1)));
    }
}
