package io.quaestor.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * The identity of a job: the first 16 bytes of SHA-256(department ‖ 0x00 ‖ request id), both in
 * UTF-8, written like a UUID in lower case.
 *
 * <p>Invariant: equal request ids of two departments give different jobs, and the same submission
 * gives the same job for ever, anywhere. All 128 bits are hash: there are no UUID version bits.
 */
public record JobId(UUID bits) implements Comparable<JobId> {

    private static final byte SEPARATOR = 0x00;

    public static JobId of(Department department, RequestId requestId) {
        return ofTexts(department.code(), requestId.text());
    }

    /**
     * The same of texts that may be neither a department nor a request id, so that a rejection has
     * a job id too. It never meets the id of a valid pair: that one holds exactly one zero byte.
     */
    public static JobId ofTexts(String department, String requestId) {
        MessageDigest sha256 = sha256();
        sha256.update(department.getBytes(StandardCharsets.UTF_8));
        sha256.update(SEPARATOR);
        byte[] digest = sha256.digest(requestId.getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(digest);
        return new JobId(new UUID(hash.getLong(), hash.getLong()));
    }

    /**
     * Reads the canonical form only: 8-4-4-4-12 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static JobId parse(String text) {
        // UUID reads more than that, so it has to write the same; this is faster than a pattern.
        return uuid(text)
                .filter(bits -> bits.toString().equals(text))
                .map(JobId::new)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "job id is not in canonical lower case: "
                                                + Quoted.text(text)));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The canonical text: the key of every topic that is keyed by job. */
    public String text() {
        return bits.toString();
    }

    @Override
    public int compareTo(JobId other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
