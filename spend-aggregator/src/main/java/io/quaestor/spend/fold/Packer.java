package io.quaestor.spend.fold;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes fields one after the other; {@link Unpacker} reads them in the same order. */
final class Packer {

    /** Most totals take about 120 bytes and are written 24 times a job; a hold about 400, once. */
    private static final int FIRST_SIZE = 192;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);

    /** A number in as few bytes as it needs; small negative ones are short too. */
    Packer number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        room(10);
        while ((rest & ~0x7fL) != 0) {
            buffer.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
        return this;
    }

    Packer flag(boolean value) {
        return number(value ? 1 : 0);
    }

    Packer text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Packer bytes(byte[] value) {
        number(value.length);
        room(value.length);
        buffer.put(value);
        return this;
    }

    /** To the millisecond, as records carry time. */
    Packer instant(Instant value) {
        return number(value.toEpochMilli());
    }

    byte[] packed() {
        byte[] packed = new byte[buffer.position()];
        buffer.flip().get(packed);
        return packed;
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            var larger = ByteBuffer.allocate(2 * (buffer.position() + bytes));
            larger.put(buffer.flip());
            buffer = larger;
        }
    }
}
