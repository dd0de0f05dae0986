package io.quaestor.router.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a provider asks us to wait: {@code retry-after-ms}, else {@code retry-after} (whole or
 * fractional seconds, or an HTTP date), else the reset time of an exhausted rate limit. Values that
 * make no sense are ignored.
 */
public final class RetryAfter {

    /** Longer than any job may wait; a larger hint is a mistake and must not overflow anything. */
    public static final Duration MAX = Duration.ofDays(7);

    /** No hint is longer; bounds the work on a hostile one. */
    private static final int HINT_CHARS_MAX = 64;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

    /**
     * Go's duration form, as OpenAI and Groq write reset times: {@code 12ms}, {@code 1.5s}, {@code
     * 6m0s}.
     */
    private static final Pattern GO_STEP = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|m|s)");

    private RetryAfter() {}

    /** The wait that the headers ask for, 0 to {@link #MAX}. */
    public static Optional<Duration> from(ReplyHeaders headers, Instant now) {
        return headers.first("retry-after-ms")
                .flatMap(text -> number(text, 1))
                .or(() -> headers.first("retry-after").flatMap(text -> secondsOrDate(text, now)))
                .or(() -> exhausted(headers, "requests"))
                .or(() -> exhausted(headers, "tokens"));
    }

    private static Optional<Duration> secondsOrDate(String text, Instant now) {
        return number(text, 1000).or(() -> untilDate(text, now));
    }

    private static Optional<Duration> number(String text, long millisPerUnit) {
        String digits = text.strip();
        if (digits.length() > HINT_CHARS_MAX || !NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        return Optional.of(millis(new BigDecimal(digits), millisPerUnit));
    }

    private static Duration millis(BigDecimal amount, long millisPerUnit) {
        // Rounded up: a fraction of a millisecond early is still too early.
        BigDecimal millis =
                amount.multiply(BigDecimal.valueOf(millisPerUnit))
                        .setScale(0, RoundingMode.CEILING);
        return bounded(Duration.ofMillis(millis.longValueExact()));
    }

    private static Optional<Duration> untilDate(String text, Instant now) {
        try {
            ZonedDateTime date =
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(bounded(Duration.between(now, date.toInstant())));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> exhausted(ReplyHeaders headers, String what) {
        return headers.first("x-ratelimit-remaining-" + what)
                .filter("0"::equals)
                .flatMap(_ -> headers.first("x-ratelimit-reset-" + what))
                .flatMap(RetryAfter::goDuration);
    }

    private static Optional<Duration> goDuration(String text) {
        Matcher step = GO_STEP.matcher(text.length() > HINT_CHARS_MAX ? "" : text.strip());
        Duration sum = Duration.ZERO;
        int end = 0;
        while (step.find() && step.start() == end) {
            sum = sum.plus(millis(new BigDecimal(step.group(1)), millisPer(step.group(2))));
            end = step.end();
        }
        return end > 0 && end == text.strip().length()
                ? Optional.of(bounded(sum))
                : Optional.empty();
    }

    private static long millisPer(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1000;
            default -> 1;
        };
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
