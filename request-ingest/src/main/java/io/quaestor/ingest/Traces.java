package io.quaestor.ingest;

import io.quaestor.event.TraceContext;
import io.quaestor.kernel.Trace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a client's record belongs to: the one it names, else that of its headers, where
 * instrumented producers put it. One that cannot be read is ignored: tracing refuses no work.
 */
final class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private Traces() {}

    static @Nullable TraceContext of(@Nullable TraceContext named, Headers headers) {
        return of(named)
                .or(() -> Trace.read(text(headers, TRACEPARENT), text(headers, TRACESTATE)))
                .map(Traces::context)
                .orElse(null);
    }

    /** One that cannot be read is as good as none. */
    static Optional<Trace> of(@Nullable TraceContext named) {
        return Optional.ofNullable(named)
                .flatMap(trace -> Trace.read(trace.getTraceparent(), trace.getTracestate()));
    }

    static TraceContext context(Trace trace) {
        return new TraceContext(trace.traceparent(), trace.state());
    }

    private static String text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("");
    }
}
