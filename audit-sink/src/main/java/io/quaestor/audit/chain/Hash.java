package io.quaestor.audit.chain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value. Immutable; always {@value #BYTES} bytes. */
public final class Hash {

    public static final int BYTES = 32;

    /** 32 zero bytes: what the first entry of a chain has before it. */
    public static final Hash ZERO = new Hash(new byte[BYTES]);

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException when there are not exactly {@value #BYTES} bytes
     */
    public static Hash of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has 32 bytes: " + value.length);
        }
        return new Hash(value.clone());
    }

    /**
     * @param hex 64 hexadecimal digits
     * @throws IllegalArgumentException for anything else
     */
    public static Hash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The hash of {@code bytes}. */
    public static Hash sha256(byte[] bytes) {
        return finish(digest(), bytes);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static Hash finish(MessageDigest digest, byte[] last) {
        return new Hash(digest.digest(last));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    void addTo(MessageDigest digest) {
        digest.update(value);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
