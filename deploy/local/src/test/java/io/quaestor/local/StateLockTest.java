package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    @TempDir Path folder;

    @Test
    void refusesASecondStackInTheFolderAndSaysWhoHasIt() {
        try (var _ = StateLock.take(folder)) {
            assertThatThrownBy(() -> StateLock.take(folder))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("a stack already runs in " + folder)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void givesTheFolderBack() {
        StateLock.take(folder).close();

        try (var again = StateLock.take(folder)) {
            assertThat(again.isHeld()).isTrue();
        }
    }
}
