package io.quaestor.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name as people know it: {@code broker}, {@code router-worker-2}
 * @param words the program and its arguments
 * @param environment added to our own environment
 * @param log where both output streams are appended
 */
public record Command(String name, List<String> words, Map<String, String> environment, Path log) {
    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** Environment values may be secrets: only their names are printed. */
    @Override
    public String toString() {
        return "Command[" + name + ", " + words + ", " + environment.keySet() + ", " + log + "]";
    }
}
