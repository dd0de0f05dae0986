package io.quaestor.journey;

import io.quaestor.local.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests that ask for it one whole stack with two workers: started for the first of them,
 * stopped after the last test of all. They run after those that start their own, lest two stacks
 * share the machine, and tell their records from each other's by request id.
 */
final class SharedStack implements ParameterResolver {
    static final int WORKERS = 2;

    /** {@link Order} of a test class that leaves the catalogue as it was. */
    static final int BEFORE_CHANGES = Order.DEFAULT + 1;

    /** {@link Order} of the test class that changes the catalogue. */
    static final int CHANGES = Order.DEFAULT + 2;

    /** {@link Order} of the test class that leaves a catalogue of its own. */
    static final int LAST = Order.DEFAULT + 3;

    private static final Path FILES = Path.of("src", "test", "resources", "shared");

    /** Not a temporary folder: its logs are still there after a failure. */
    private static final Path STATE = Path.of("target", "shared-stack");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == JourneyStack.class;
    }

    @Override
    public JourneyStack resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(SharedStack.class, _ -> start(), JourneyStack.class);
    }

    private static JourneyStack start() {
        Folders.delete(STATE);
        return JourneyStack.start(STATE, FILES.resolve("simulator.json"), catalog(), WORKERS);
    }

    /** The document of the first version. */
    static String catalog() {
        try {
            return Files.readString(FILES.resolve("catalog.yml"));
        } catch (IOException e) {
            throw new AssertionError("the catalogue cannot be read", e);
        }
    }
}
