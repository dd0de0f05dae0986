package io.quaestor.ingest.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes values densely, one after the other, for {@link Unpacking} to read in the same order. The
 * ledger is stored so: what a method writes does not change.
 */
public final class Packing {

    /** A job takes about 200 bytes. */
    private static final int FIRST_BYTES = 256;

    private static final int LOW_BITS = 0x7f;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** Small numbers of either sign take one byte. */
    public Packing number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~LOW_BITS) != 0) {
            octet((int) (rest & LOW_BITS) | ~LOW_BITS);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    public Packing flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    public Packing octet(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
        return this;
    }

    public Packing text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        for (byte next : utf8) {
            octet(next);
        }
        return this;
    }

    public Packing blob(ByteBuffer blob) {
        number(blob.remaining());
        for (int i = blob.position(); i < blob.limit(); i++) {
            octet(blob.get(i));
        }
        return this;
    }

    public Packing fixed(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            octet((int) (value >> shift));
        }
        return this;
    }

    public Packing id(UUID id) {
        return fixed(id.getMostSignificantBits()).fixed(id.getLeastSignificantBits());
    }

    /** To the millisecond, as the journal has it. */
    public Packing instant(Optional<Instant> at, Instant base) {
        return optional(at, value -> number(value.toEpochMilli() - base.toEpochMilli()));
    }

    public <T> Packing optional(Optional<T> value, Consumer<T> writer) {
        flag(value.isPresent());
        value.ifPresent(writer);
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }
}
