package io.quaestor.ingest.json;

import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import java.util.List;

/** Texts in a body: as messages, and as an answer may quote them. */
final class RequestTexts {

    /** Longer than any name of ours. */
    private static final int SHOWN_CHARS_MAX = 64;

    private RequestTexts() {}

    static Message userMessage(String text) {
        return new Message(Role.USER, List.of(new TextPart(text)), "");
    }

    /** A name that came with the body, short and without control characters. */
    static String shown(String name) {
        var shortened =
                name.length() <= SHOWN_CHARS_MAX ? name : name.substring(0, SHOWN_CHARS_MAX);
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
