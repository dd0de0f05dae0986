package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {

    @TempDir Path folder;

    @Test
    void asksForHugePagesWhereLinuxGivesThem() throws IOException {
        var setting = folder.resolve("enabled");

        assertThat(Distribution.hugePages(Files.writeString(setting, "always [madvise] never\n")))
                .containsExactly("-XX:+UseTransparentHugePages");
        assertThat(Distribution.hugePages(Files.writeString(setting, "always madvise [never]\n")))
                .isEmpty();
    }

    @Test
    void doesWithoutThemOnOtherSystems() {
        assertThat(Distribution.hugePages(folder.resolve("missing"))).isEmpty();
    }
}
