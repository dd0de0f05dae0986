package io.quaestor.simulator.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an HTTP request that a signature covers, exactly as they came over the wire.
 *
 * @param rawPath percent-encoded as sent, without the query
 * @param rawQuery without the question mark, empty when there is none
 * @param headers names in lower case, all values in order
 */
public record SignedRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, List<String>> headers,
        byte[] body) {

    /** The first value of that header. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.stream().findFirst();
    }
}
