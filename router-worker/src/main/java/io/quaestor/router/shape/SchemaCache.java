package io.quaestor.router.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Compiled schemas by their text: a batch sends the same one ten thousand times. The ones unused
 * for longest go first. Thread-safe.
 */
final class SchemaCache {
    /** More forms than departments have in use at a time. */
    static final int MAX_SCHEMAS = 256;

    /** Compiled, a schema takes about ten times its text. */
    static final long MAX_CHARS = 2L * 1024 * 1024;

    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, AnswerSchema.Reading> readings =
            new LinkedHashMap<>(64, 0.75f, true);
    private long chars;

    SchemaCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Without compiling anything. */
    synchronized Optional<AnswerSchema.Reading> known(String text) {
        return Optional.ofNullable(readings.get(text));
    }

    /** Compiles outside of the lock: two threads may do the same work, and none waits. */
    AnswerSchema.Reading read(String text) {
        return known(text).orElseGet(() -> keep(text, AnswerSchema.read(text, nanoTime)));
    }

    private synchronized AnswerSchema.Reading keep(String text, AnswerSchema.Reading reading) {
        if (text.length() > AnswerSchema.MAX_CHARS) {
            return reading;
        }
        if (readings.put(text, reading) == null) {
            chars += text.length();
        }
        var eldest = readings.entrySet().iterator();
        while (readings.size() > MAX_SCHEMAS || chars > MAX_CHARS) {
            Map.Entry<String, AnswerSchema.Reading> next = eldest.next();
            chars -= next.getKey().length();
            eldest.remove();
        }
        return reading;
    }

    synchronized int size() {
        return readings.size();
    }
}
