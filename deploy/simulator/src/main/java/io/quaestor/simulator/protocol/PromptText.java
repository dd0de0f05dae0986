package io.quaestor.simulator.protocol;

import java.util.ArrayList;
import java.util.List;

/** Gathers the texts of a request's messages by role. */
final class PromptText {

    private final List<String> system = new ArrayList<>();
    private final List<String> user = new ArrayList<>();
    private final List<String> all = new ArrayList<>();
    private int images;

    /** Texts before the assistant's first turn; negative without one. */
    private int opening = -1;

    void add(String role, String text) {
        if (role.equals("system") || role.equals("developer")) {
            system.add(text);
        } else if (role.equals("user")) {
            user.add(text);
        } else if (role.equals("assistant") && opening < 0) {
            opening = all.size();
        }
        all.add(text);
    }

    /** A document part: tagged, so that it is told apart from the instruction beside it. */
    void addDocument(String role, String text) {
        if (role.equals("user")) {
            user.add("<document>" + text + "</document>");
        }
        all.add(text);
    }

    void addImage() {
        images++;
    }

    String system() {
        return String.join("\n", system);
    }

    String user() {
        return String.join("\n", user);
    }

    String all() {
        return String.join("\n", all);
    }

    /** All before the assistant's first turn. */
    String opening() {
        return String.join("\n", opening < 0 ? all : all.subList(0, opening));
    }

    int images() {
        return images;
    }
}
