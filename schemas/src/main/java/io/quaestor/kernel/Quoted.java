package io.quaestor.kernel;

/** Quotes untrusted text for a message: short, and without anything that could break a log line. */
final class Quoted {

    /** Enough to recognise the value; a hostile one must not fill a log. */
    private static final int SHOWN_CHARS = 80;

    private Quoted() {}

    static String text(String text) {
        String shown = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
        StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '"' || c == '\\') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
