package io.quaestor.wire.registry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro binary from a record's own bytes; nothing it allocates exceeds them, whatever lengths
 * they claim.
 *
 * <p>Stricter than Avro's decoder, whose bounds are system properties of the process: a string fits
 * the bytes that are left, all collections together have at most as many items as the record has
 * bytes (each item of ours takes at least one), a boolean is 0 or 1. Source of the encoding:
 * "Binary encoding" in the Avro 1.12 specification.
 */
public final class AvroBody extends Decoder {

    private final byte[] bytes;
    private final RecentTexts texts;
    private int position;
    private long itemsLeft;

    /** Reads from {@code start} to the end of {@code bytes}, which must not change meanwhile. */
    public AvroBody(byte[] bytes, int start) {
        this(bytes, start, RecentTexts.NONE);
    }

    AvroBody(byte[] bytes, int start, RecentTexts texts) {
        this.bytes = bytes;
        this.texts = texts;
        this.position = start;
        this.itemsLeft = bytes.length;
    }

    @Override
    public int remainingBytes() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        byte value = bytes[advance(1)];
        if ((value & ~1) != 0) {
            throw new AvroTypeException("a boolean of " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroTypeException("an int of " + value);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[advance(1)];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new AvroTypeException("a number of more than ten bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat(littleEndianInt(advance(4)));
    }

    @Override
    public double readDouble() throws IOException {
        int start = advance(8);
        long low = littleEndianInt(start) & 0xffffffffL;
        return Double.longBitsToDouble(low | (long) littleEndianInt(start + 4) << 32);
    }

    @Override
    public Utf8 readString(Utf8 reused) throws IOException {
        int length = length();
        int start = advance(length);
        return new Utf8(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        return texts.text(bytes, advance(length), length);
    }

    @Override
    public void skipString() throws IOException {
        advance(length());
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer reused) throws IOException {
        int length = length();
        int start = advance(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public void skipBytes() throws IOException {
        advance(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, advance(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return items();
    }

    @Override
    public long arrayNext() throws IOException {
        return items();
    }

    @Override
    public long readMapStart() throws IOException {
        return items();
    }

    @Override
    public long mapNext() throws IOException {
        return items();
    }

    @Override
    public long skipArray() throws IOException {
        return itemsToSkip();
    }

    @Override
    public long skipMap() throws IOException {
        return itemsToSkip();
    }

    /**
     * Items of the next block; 0 ends the collection. A negative count is followed by the block's
     * size in bytes.
     */
    private long items() throws IOException {
        long count = readLong();
        if (count < 0) {
            length();
            count = -count;
        }
        return counted(count);
    }

    /** Items of the next block that does not say its size; the others are skipped whole. */
    private long itemsToSkip() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(length());
            count = readLong();
        }
        return counted(count);
    }

    private long counted(long items) {
        // Long.MIN_VALUE stays negative when negated.
        if (items < 0 || items > itemsLeft) {
            throw new AvroTypeException(
                    "a block of " + items + " items in a record of " + bytes.length + " bytes");
        }
        itemsLeft -= items;
        return items;
    }

    /** A length that the bytes that are left can hold. */
    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > remainingBytes()) {
            throw new EOFException(
                    "a length of " + length + " where " + remainingBytes() + " bytes are left");
        }
        return (int) length;
    }

    /** The position before it moves by {@code count} bytes, all of which exist. */
    private int advance(int count) throws IOException {
        int start = position;
        if (count > bytes.length - start) {
            throw new EOFException("the record ends early");
        }
        position = start + count;
        return start;
    }

    private int littleEndianInt(int start) {
        return (bytes[start] & 0xff)
                | (bytes[start + 1] & 0xff) << 8
                | (bytes[start + 2] & 0xff) << 16
                | (bytes[start + 3] & 0xff) << 24;
    }
}
