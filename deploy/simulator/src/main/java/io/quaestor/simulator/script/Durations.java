package io.quaestor.simulator.script;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as scripts and markers write them: {@code 250us}, {@code 500ms}, {@code 1.5s}, {@code
 * 2m}.
 */
final class Durations {

    /** A longer call would outlive every caller's timeout. */
    static final Duration MAX = Duration.ofHours(1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s|m)");

    private Durations() {}

    /** The duration, or empty when the text is none or it is above {@link #MAX}. */
    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal nanosPerUnit =
                BigDecimal.valueOf(
                        switch (form.group(2)) {
                            case "us" -> 1_000L;
                            case "ms" -> 1_000_000L;
                            case "s" -> 1_000_000_000L;
                            default -> 60_000_000_000L;
                        });
        long nanos = new BigDecimal(form.group(1)).multiply(nanosPerUnit).longValue();
        Duration duration = Duration.ofNanos(nanos);
        return duration.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(duration);
    }
}
