package io.quaestor.bench;

import io.quaestor.arch.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void keepsTheArchitecture() {
        ArchitectureRules.checkModule("bench");
    }
}
