package io.quaestor.cli.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo runs with.
 *
 * @param state emptied at start
 * @param script the simulator's; empty when real providers are called
 */
public record DemoPlan(Path state, Samples samples, Path catalog, Optional<Path> script) {
    boolean simulated() {
        return script.isPresent();
    }
}
