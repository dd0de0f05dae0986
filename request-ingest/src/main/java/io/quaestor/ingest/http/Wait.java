package io.quaestor.ingest.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code wait}: whole seconds, {@code 30s} or {@code 30}. */
final class Wait {

    /** Proxies and load balancers cut idle connections at about a minute. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})s?");

    private Wait() {}

    /**
     * Zero when it was not sent.
     *
     * @throws io.quaestor.service.http.ProblemException for anything else than 0 to 60 seconds
     */
    static Duration of(@Nullable String sent) {
        if (sent == null) {
            return Duration.ZERO;
        }
        var matcher = FORM.matcher(sent);
        if (matcher.matches()) {
            var wait = Duration.ofSeconds(Integer.parseInt(matcher.group(1)));
            if (wait.compareTo(LONGEST) <= 0) {
                return wait;
            }
        }
        throw Refusals.parameter(
                "wait", "wait is no time of 0 to 60 seconds.", "Send seconds, such as wait=30s.");
    }
}
