package io.quaestor.router.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README shows the table of failures as the code has it; {@code -Dupdate-docs=true} writes it.
 */
class FailureTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- failures: written by FailureTableTest -->\n";
    private static final String END = "<!-- end of failures -->";

    @Test
    void isTheOneInTheReadme() throws IOException {
        var text = Files.readString(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(README, text.substring(0, begin) + table() + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table());
        }
    }

    private static String table() {
        return Stream.of(FailureKind.values())
                .map(FailureTableTest::row)
                .collect(
                        Collectors.joining(
                                "",
                                """
                                | failure | what it means | same route | another candidate | circuit | fewer calls at a time |
                                |---|---|---|---|---|---|
                                """,
                                ""));
    }

    private static String row(FailureKind kind) {
        return "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(
                        kind,
                        kind.meaning(),
                        words(kind.sameRoute()),
                        words(kind.otherRoute()),
                        words(kind.circuit()),
                        kind.pace() == FailureKind.Pace.SLOWS_DOWN ? "yes" : "");
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
