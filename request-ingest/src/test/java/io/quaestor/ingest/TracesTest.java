package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.TraceContext;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void takesTheTraceThatTheRequestNames() {
        header("traceparent", OTHER);

        assertThat(traceOf(new TraceContext(PARENT, "a=1")))
                .isEqualTo(new TraceContext(PARENT, "a=1"));
    }

    @Test
    void takesThatOfTheHeadersWhenTheRequestNamesNone() {
        header("traceparent", OTHER);
        header("tracestate", "b=2");

        assertThat(traceOf(null)).isEqualTo(new TraceContext(OTHER, "b=2"));
    }

    @Test
    void takesThatOfTheHeadersWhenTheRequestNamesNonsense() {
        header("traceparent", OTHER);

        assertThat(traceOf(new TraceContext("00-zz", "a=1")))
                .isEqualTo(new TraceContext(OTHER, ""));
    }

    @Test
    void ignoresNonsense() {
        header("traceparent", "x".repeat(10_000));
        headers.add("tracestate", null);

        assertThat(traceOf(new TraceContext("00-zz", "a=1"))).isNull();
    }

    @Test
    void leavesOutAStateThatCannotBeAHeader() {
        assertThat(traceOf(new TraceContext(PARENT, "a=1\r\nx-evil: 1")))
                .isEqualTo(new TraceContext(PARENT, ""));
    }

    private @Nullable TraceContext traceOf(@Nullable TraceContext named) {
        return Traces.of(named, headers);
    }

    private void header(String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
