package io.quaestor.simulator.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an {@code Authorization: AWS4-HMAC-SHA256} header claims.
 *
 * @param date the scope's day, {@code yyyymmdd}
 * @param timestamp the {@code x-amz-date} header, {@code yyyymmddThhmmssZ}
 * @param signedHeaders in lower case, in the order claimed
 */
record SigV4Claim(
        String accessKeyId,
        String date,
        String region,
        String service,
        String timestamp,
        List<String> signedHeaders,
        String signature) {

    static final String TERMINATOR = "aws4_request";

    private static final Pattern HEADER =
            Pattern.compile(
                    "AWS4-HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/"
                            + TERMINATOR
                            + "\\s*,\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]{64})");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{8}T\\d{6}Z");

    /** Reads the claim, or empty when the header or {@code x-amz-date} is not well formed. */
    static Optional<SigV4Claim> of(SignedRequest request) {
        Matcher header = HEADER.matcher(request.header("authorization").orElse("").strip());
        String timestamp = request.header("x-amz-date").orElse("");
        if (!header.matches() || !TIMESTAMP.matcher(timestamp).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new SigV4Claim(
                        header.group(1),
                        header.group(2),
                        header.group(3),
                        header.group(4),
                        timestamp,
                        List.of(header.group(5).toLowerCase(Locale.ROOT).split(";", -1)),
                        header.group(6)));
    }

    String scope() {
        return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
