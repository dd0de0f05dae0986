package io.quaestor.simulator.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4: the signature that a request should carry.
 *
 * <p>Source: AWS, "Create a signed AWS API request". For every service but S3 the canonical URI is
 * the path as sent, percent-encoded once more ({@code %3A} becomes {@code %253A}).
 */
final class SigV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern SPACES = Pattern.compile(" +");
    private static final HexFormat HEX = HexFormat.of();

    private SigV4() {}

    /** The hex signature of {@code request} under {@code secret} for {@code claim}. */
    static String signature(SignedRequest request, SigV4Claim claim, String secret) {
        String toSign =
                String.join(
                        "\n",
                        ALGORITHM,
                        claim.timestamp(),
                        claim.scope(),
                        sha256Hex(
                                canonicalRequest(request, claim).getBytes(StandardCharsets.UTF_8)));
        byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), claim.date());
        key = hmac(key, claim.region());
        key = hmac(key, claim.service());
        key = hmac(key, SigV4Claim.TERMINATOR);
        return HEX.formatHex(hmac(key, toSign));
    }

    static String sha256Hex(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String canonicalRequest(SignedRequest request, SigV4Claim claim) {
        return String.join(
                "\n",
                request.method(),
                canonicalUri(request.rawPath()),
                canonicalQuery(request.rawQuery()),
                canonicalHeaders(request, claim.signedHeaders()),
                String.join(";", claim.signedHeaders()),
                sha256Hex(request.body()));
    }

    private static String canonicalUri(String rawPath) {
        if (rawPath.isEmpty()) {
            return "/";
        }
        StringBuilder encoded = new StringBuilder(rawPath.length() + 16);
        for (byte b : rawPath.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c == '/' || isUnreserved(c)) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HEX.withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~';
    }

    /** Sorted parameters, each with an equals sign; they are taken as encoded by the client. */
    private static String canonicalQuery(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return "";
        }
        TreeSet<String> parameters = new TreeSet<>();
        for (String parameter : rawQuery.split("&", -1)) {
            parameters.add(parameter.contains("=") ? parameter : parameter + "=");
        }
        return String.join("&", parameters);
    }

    private static String canonicalHeaders(SignedRequest request, List<String> names) {
        StringBuilder canonical = new StringBuilder(256);
        for (String name : names) {
            List<String> values =
                    request.headers().getOrDefault(name, List.of()).stream()
                            .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
                            .toList();
            canonical.append(name).append(':').append(String.join(",", values)).append('\n');
        }
        return canonical.toString();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
