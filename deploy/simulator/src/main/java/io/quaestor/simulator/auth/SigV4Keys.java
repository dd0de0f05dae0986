package io.quaestor.simulator.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The access keys that are accepted, and the check that a request was really signed with one:
 * service {@code bedrock}, any region. Error names are those of AWS.
 */
public final class SigV4Keys {

    /** AWS accepts signatures within five minutes of its own clock. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private static final String SERVICE = "bedrock";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private final List<AccessKey> keys;

    /** Accepts exactly {@code keys}. */
    public SigV4Keys(List<AccessKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Verifies key, scope, time, signed headers, body hash and signature. */
    public AuthVerdict verify(SignedRequest request, Instant now) {
        if (request.header("authorization").isEmpty()) {
            return refuse(
                    "-", "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Optional<SigV4Claim> claim = SigV4Claim.of(request);
        if (claim.isEmpty()) {
            return refuse(
                    "-",
                    "IncompleteSignatureException",
                    "Authorization or x-amz-date is missing or not well formed.");
        }
        return verify(request, claim.get(), now);
    }

    private AuthVerdict verify(SignedRequest request, SigV4Claim claim, Instant now) {
        Optional<AccessKey> key =
                keys.stream().filter(each -> each.id().equals(claim.accessKeyId())).findFirst();
        if (key.isEmpty()) {
            return refuse(
                    claim.accessKeyId(),
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid.");
        }
        Optional<String> problem = problem(request, claim, key.get(), now);
        if (problem.isPresent()) {
            return refuse(claim.accessKeyId(), "InvalidSignatureException", problem.get());
        }
        return new AuthVerdict.Accepted(claim.accessKeyId());
    }

    private static Optional<String> problem(
            SignedRequest request, SigV4Claim claim, AccessKey key, Instant now) {
        if (!claim.service().equals(SERVICE)) {
            return Optional.of(
                    "Credential should be scoped to correct service: '" + SERVICE + "'.");
        }
        if (!claim.timestamp().startsWith(claim.date())) {
            return Optional.of("Date in Credential scope does not match x-amz-date.");
        }
        if (!isFresh(claim.timestamp(), now)) {
            return Optional.of("Signature expired: " + claim.timestamp() + " is too far from now.");
        }
        if (!coversWhatMustBeSigned(request, claim)) {
            return Optional.of("'host' and every 'x-amz-' header must be signed and present.");
        }
        Optional<String> bodyHash = request.header("x-amz-content-sha256");
        if (bodyHash.isPresent() && !bodyHash.get().equals(SigV4.sha256Hex(request.body()))) {
            return Optional.of("x-amz-content-sha256 does not match the body.");
        }
        return isSignedWith(key, request, claim)
                ? Optional.empty()
                : Optional.of(
                        "The request signature we calculated does not match the signature you"
                                + " provided. Check your AWS Secret Access Key and signing method.");
    }

    private static boolean isFresh(String timestamp, Instant now) {
        try {
            Instant signedAt = LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
            return Duration.between(signedAt, now).abs().compareTo(MAX_SKEW) <= 0;
        } catch (DateTimeException e) {
            return false; // not a calendar time: as good as expired
        }
    }

    private static boolean coversWhatMustBeSigned(SignedRequest request, SigV4Claim claim) {
        List<String> signed = claim.signedHeaders();
        return signed.contains("host")
                && request.headers().keySet().containsAll(signed)
                && request.headers().keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains);
    }

    private static boolean isSignedWith(AccessKey key, SignedRequest request, SigV4Claim claim) {
        String expected = SigV4.signature(request, claim, key.secret());
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                claim.signature().getBytes(StandardCharsets.US_ASCII));
    }

    private static AuthVerdict refuse(String credentialId, String errorType, String message) {
        return new AuthVerdict.Refused(credentialId, errorType, message);
    }
}
