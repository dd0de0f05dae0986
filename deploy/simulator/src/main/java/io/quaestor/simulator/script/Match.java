package io.quaestor.simulator.script;

import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import java.util.Optional;

/**
 * Which calls a rule is about; absent parts match every call.
 *
 * @param model the whole model id, where {@code *} stands for any characters
 * @param contains text in the prompt
 */
public record Match(
        Optional<Protocol> protocol, Optional<String> model, Optional<String> contains) {

    /** Matches every call. */
    public static final Match ALL = new Match(Optional.empty(), Optional.empty(), Optional.empty());

    boolean accepts(ProviderCall call) {
        return protocol.map(call.protocol()::equals).orElse(true)
                && model.map(glob -> matches(glob, call.model())).orElse(true)
                && contains.map(call.promptText()::contains).orElse(true);
    }

    static boolean matches(String glob, String text) {
        String[] parts = glob.split("\\*", -1);
        if (parts.length == 1) {
            return glob.equals(text);
        }
        String last = parts[parts.length - 1];
        int at = parts[0].length();
        if (!text.startsWith(parts[0]) || text.length() < at + last.length()) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return text.length() - last.length() >= at && text.endsWith(last);
    }
}
