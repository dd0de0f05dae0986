package io.quaestor.wire.registry;

import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * A growing buffer with the Avro encoder that writes to it; used by one thread at a time, again and
 * again.
 */
final class Scratch extends OutputStream {

    /** Most records are of this size or below; the buffer doubles when needed. */
    private static final int INITIAL_BYTES = 4 << 10;

    /** What one large record needed is not kept for ever. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int count;

    void reset() {
        count = 0;
        if (buffer.length > MAX_KEPT_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    @Override
    public void write(int value) {
        ensure(1);
        buffer[count++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int start, int length) {
        ensure(length);
        System.arraycopy(source, start, buffer, count, length);
        count += length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, count);
    }

    private void ensure(int more) {
        if (more > buffer.length - count) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(count, more), 2 * buffer.length));
        }
    }
}
