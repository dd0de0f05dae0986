package io.quaestor.ingest.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads what {@link Packing} wrote, in the same order. */
public final class Unpacking {

    private static final int LOW_BITS = 0x7f;

    private final byte[] bytes;
    private int position;

    public Unpacking(byte[] bytes) {
        this.bytes = bytes;
    }

    public int octet() {
        return bytes[position++];
    }

    public boolean flag() {
        return octet() != 0;
    }

    public long number() {
        long value = 0;
        int shift = 0;
        int next = octet();
        while (next < 0) {
            value |= (long) (next & LOW_BITS) << shift;
            shift += 7;
            next = octet();
        }
        value |= (long) next << shift;
        return (value >>> 1) ^ -(value & 1);
    }

    public int small() {
        return Math.toIntExact(number());
    }

    public String text() {
        int length = small();
        var text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    public ByteBuffer blob() {
        int length = small();
        var blob = ByteBuffer.wrap(Arrays.copyOfRange(bytes, position, position + length));
        position += length;
        return blob;
    }

    public long fixed() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (octet() & 0xff);
        }
        return value;
    }

    public UUID id() {
        long high = fixed();
        return new UUID(high, fixed());
    }

    public Optional<Instant> instant(Instant base) {
        return optional(() -> base.plusMillis(number()));
    }

    public OptionalLong optionalNumber() {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }

    public <T> Optional<T> optional(Supplier<T> reader) {
        return flag() ? Optional.of(reader.get()) : Optional.empty();
    }
}
