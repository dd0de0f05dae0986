package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class UnquotedTest {

    @Test
    void tellsClassesAndStacksAndNoMessage() {
        var failure =
                new UncheckedIOException(
                        "cannot read 'Dear Lovelace'", new IOException("Lovelace"));

        var printed = new StringWriter();
        Unquoted.of(failure).printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString())
                .contains("java.io.UncheckedIOException")
                .contains("Caused by")
                .contains("java.io.IOException")
                .contains("UnquotedTest.tellsClassesAndStacksAndNoMessage")
                .doesNotContain("Lovelace");
    }

    @Test
    void endsWhereCausesGoInACircle() {
        var one = new IllegalStateException("one");
        var other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(Unquoted.of(one)).hasRootCauseMessage("java.lang.IllegalStateException");
    }
}
