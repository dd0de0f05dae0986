package io.quaestor.audit.chain;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The Avro body of a record, exactly as it was written: what follows the five-byte header.
 * Immutable.
 */
public final class Body {

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Body of(byte[] bytes) {
        return new Body(bytes.clone());
    }

    /** The bytes from {@code start} to the end of {@code framed}. */
    public static Body after(int start, byte[] framed) {
        return new Body(Arrays.copyOfRange(framed, start, framed.length));
    }

    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    Hash finish(MessageDigest digest) {
        return Hash.finish(digest, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
