package io.quaestor.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.wire.TelemetryNames;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the records read. Counted when processed: a transaction that is aborted and
 * repeated counts twice.
 */
final class IngestMeters {

    private final Map<Outcome.Kind, Counter> submissions;
    private final Map<Cancellations.Kind, Counter> cancellations;

    IngestMeters(MeterRegistry meters) {
        submissions =
                counters(
                        Outcome.Kind.class,
                        kind ->
                                Counter.builder(TelemetryNames.INGEST_SUBMISSIONS)
                                        .description(
                                                "records read from llm.requests by what became of them")
                                        .tag(TelemetryNames.OUTCOME, word(kind))
                                        .register(meters));
        cancellations =
                counters(
                        Cancellations.Kind.class,
                        kind ->
                                Counter.builder(TelemetryNames.INGEST_CANCELLATIONS)
                                        .description(
                                                "records read from llm.cancellations by what became of them")
                                        .tag(TelemetryNames.OUTCOME, word(kind))
                                        .register(meters));
    }

    void count(Outcome.Kind kind) {
        counted(submissions, kind);
    }

    void count(Cancellations.Kind kind) {
        counted(cancellations, kind);
    }

    private static <K extends Enum<K>> void counted(Map<K, Counter> counters, K kind) {
        var counter = counters.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    private static <K extends Enum<K>> Map<K, Counter> counters(
            Class<K> kinds, Function<K, Counter> counter) {
        return Arrays.stream(kinds.getEnumConstants())
                .collect(
                        Collectors.toMap(
                                kind -> kind,
                                counter,
                                (one, _) -> one,
                                () -> new EnumMap<>(kinds)));
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
