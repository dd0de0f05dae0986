package io.quaestor.simulator.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The bearer keys that are accepted. A key's id is {@code key-} and eight digits of its SHA-256.
 */
public final class BearerKeys {

    private static final String SCHEME = "bearer ";

    private final List<byte[]> digests;

    /** Accepts exactly {@code keys}. */
    public BearerKeys(List<String> keys) {
        digests = keys.stream().map(BearerKeys::sha256).toList();
    }

    /** Checks the {@code Authorization} header. */
    public AuthVerdict verify(SignedRequest request) {
        String header = request.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new AuthVerdict.Refused(
                    "-", "invalid_api_key", "You didn't provide an API key.");
        }
        byte[] offered = sha256(header.substring(SCHEME.length()).strip());
        // Digests, not keys, are compared: equal length, so constant time.
        for (byte[] digest : digests) {
            if (MessageDigest.isEqual(digest, offered)) {
                return new AuthVerdict.Accepted(id(digest));
            }
        }
        return new AuthVerdict.Refused(
                id(offered), "invalid_api_key", "Incorrect API key provided.");
    }

    private static String id(byte[] digest) {
        return "key-" + HexFormat.of().formatHex(digest, 0, 4);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
