package io.quaestor.simulator.answer;

/** Brings a quotation to a length in code points, as JSON Schema counts. */
final class TextFit {

    /** What stands for an empty document where a schema demands characters. */
    private static final String NOTHING = "-";

    private TextFit() {}

    static boolean within(String text, long least, long most) {
        int length = text.codePointCount(0, text.length());
        return length >= least && length <= most;
    }

    /** {@code quote} itself, cut at a word or continued with the document's own text. */
    static String fit(String quote, String document, int least, int most) {
        String text = length(quote) < least ? lengthen(quote, document, least) : quote;
        if (length(text) <= most) {
            return text;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, most));
        int space = cut.lastIndexOf(' ');
        boolean insideWord = !Character.isWhitespace(text.charAt(cut.length()));
        String atWord = insideWord && space > 0 ? cut.substring(0, space) : cut;
        return length(atWord) >= Math.max(least, 1) ? atWord : cut;
    }

    private static String lengthen(String quote, String document, int least) {
        int at = quote.isEmpty() ? 0 : Math.max(0, document.indexOf(quote));
        String source = document.isBlank() ? NOTHING : document;
        StringBuilder text = new StringBuilder(source.substring(Math.min(at, source.length())));
        while (text.codePointCount(0, text.length()) < least) {
            text.append(text.isEmpty() ? "" : " ").append(source);
        }
        int exact = text.offsetByCodePoints(0, least);
        int space = text.indexOf(" ", exact);
        // Up to the end of the word, if that is near: whole words read better.
        return text.substring(0, space > exact && space < exact + 20 ? space : exact);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
