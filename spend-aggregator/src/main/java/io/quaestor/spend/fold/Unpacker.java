package io.quaestor.spend.fold;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link Packer} wrote. */
final class Unpacker {

    private final ByteBuffer buffer;

    Unpacker(byte[] packed) {
        this.buffer = ByteBuffer.wrap(packed);
    }

    boolean hasMore() {
        return buffer.hasRemaining();
    }

    long number() {
        long rest = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer.get();
            rest |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return (rest >>> 1) ^ -(rest & 1);
    }

    int count() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        byte[] value = new byte[count()];
        buffer.get(value);
        return value;
    }

    Instant instant() {
        return Instant.ofEpochMilli(number());
    }
}
