package io.quaestor.router.track;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Offset metadata as text: version, topic id, startedUpTo, sequence, weight, the unfinished
 * offsets, the in-flight ones as indices into them, CRC; base64. Version 1 had no weight; it is
 * read, and never written.
 *
 * <p>Of a bitmap and a list of gaps the smaller is written. The broker refuses more than 4096
 * characters ({@code offset.metadata.max.bytes}).
 */
final class MarkCodec {
    /** Most characters we write, below the broker's 4096. */
    static final int MAX_CHARS = 4000;

    /**
     * Offsets between the oldest unfinished and the newest started: their bitmap takes 2500 of the
     * 3000 bytes.
     */
    static final int MAX_SPAN = 20_000;

    private static final byte VERSION = 2;
    private static final byte WITHOUT_WEIGHT = 1;
    private static final byte BITMAP = 0;
    private static final byte GAPS = 1;
    private static final byte ALL = 2;
    private static final int MAX_BYTES = MAX_CHARS / 4 * 3;
    private static final int CRC_BYTES = 4;

    /** Everything but two sets, none of which takes more than its bitmap and one gap. */
    private static final int OTHER_BYTES_MAX = 128;

    /** The text; empty, which never stands for a mark, when it would pass {@link #MAX_CHARS}. */
    static String encode(Progress progress) {
        var out = ByteBuffer.allocate(OTHER_BYTES_MAX + 2 * bitmapBytes(progress.span()));
        out.put(VERSION);
        out.putLong(progress.topicId().getMostSignificantBits());
        out.putLong(progress.topicId().getLeastSignificantBits());
        putVarint(out, progress.startedUpTo() - progress.watermark());
        putVarint(out, progress.sequence());
        putVarint(out, progress.weight());
        putVarint(out, progress.span());
        var unfinished = complement(progress.finished(), progress.span());
        putSet(out, unfinished, progress.span());
        putSet(out, indices(progress.inFlight(), unfinished), unfinished.cardinality());
        out.putInt(crc(out.array(), out.position()));
        if (out.position() > MAX_BYTES) {
            return "";
        }
        return Base64.getEncoder()
                .encodeToString(java.util.Arrays.copyOf(out.array(), out.position()));
    }

    static Progress decode(long watermark, String metadata) {
        var bytes = bytes(metadata);
        var in = ByteBuffer.wrap(bytes, 0, bytes.length - CRC_BYTES);
        try {
            byte version = in.get();
            if (version != VERSION && version != WITHOUT_WEIGHT) {
                throw new CorruptMarkException(
                        "offset metadata of version " + version + ", this worker knows " + VERSION);
            }
            var topicId = new UUID(in.getLong(), in.getLong());
            long startedUpTo = watermark + getVarint(in);
            long sequence = getVarint(in);
            int weight = version == WITHOUT_WEIGHT ? 0 : weight(getVarint(in));
            int span = bounded(getVarint(in));
            var unfinished = getSet(in, span);
            var indices = getSet(in, unfinished.cardinality());
            return new Progress(
                    topicId,
                    watermark,
                    startedUpTo,
                    sequence,
                    weight,
                    span,
                    complement(unfinished, span),
                    at(indices, unfinished));
        } catch (BufferUnderflowException e) {
            throw new CorruptMarkException("offset metadata ends early");
        }
    }

    private static byte[] bytes(String metadata) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(metadata);
        } catch (IllegalArgumentException e) {
            throw new CorruptMarkException("offset metadata is not base64: " + e.getMessage());
        }
        if (bytes.length <= CRC_BYTES) {
            throw new CorruptMarkException("offset metadata of " + bytes.length + " bytes");
        }
        int body = bytes.length - CRC_BYTES;
        if (crc(bytes, body) != ByteBuffer.wrap(bytes, body, CRC_BYTES).getInt()) {
            throw new CorruptMarkException("offset metadata fails its CRC");
        }
        return bytes;
    }

    private static void putSet(ByteBuffer out, BitSet set, int span) {
        if (set.cardinality() == span) {
            out.put(ALL);
            return;
        }
        int start = out.position();
        out.put(GAPS);
        putVarint(out, set.cardinality());
        int previous = -1;
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            putVarint(out, i - previous - 1L);
            previous = i;
            if (out.position() - start > 1 + bitmapBytes(span)) {
                break;
            }
        }
        if (out.position() - start > 1 + bitmapBytes(span)) {
            out.position(start);
            out.put(BITMAP);
            out.put(java.util.Arrays.copyOf(set.toByteArray(), bitmapBytes(span)));
        }
    }

    private static BitSet getSet(ByteBuffer in, int span) {
        byte kind = in.get();
        var set = new BitSet(span);
        switch (kind) {
            case ALL -> set.set(0, span);
            case BITMAP -> {
                var bytes = new byte[bitmapBytes(span)];
                in.get(bytes);
                set.or(BitSet.valueOf(bytes));
            }
            case GAPS -> {
                long count = getVarint(in);
                long at = -1;
                for (long i = 0; i < count; i++) {
                    at += getVarint(in) + 1;
                    set.set(bounded(at));
                }
            }
            default -> throw new CorruptMarkException("set encoding " + kind);
        }
        if (set.length() > span) {
            throw new CorruptMarkException("a set of " + set.length() + " in a span of " + span);
        }
        return set;
    }

    private static int bitmapBytes(int span) {
        return (span + 7) / 8;
    }

    private static int weight(long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new CorruptMarkException("weight " + value);
        }
        return (int) value;
    }

    private static int bounded(long value) {
        if (value < 0 || value > MAX_SPAN) {
            throw new CorruptMarkException("span or index " + value + " above " + MAX_SPAN);
        }
        return (int) value;
    }

    private static BitSet complement(BitSet set, int span) {
        var rest = new BitSet(span);
        rest.set(0, span);
        rest.andNot(set);
        return rest;
    }

    /** Positions of {@code members} among the set bits of {@code all}. */
    private static BitSet indices(BitSet members, BitSet all) {
        var indices = new BitSet();
        int index = 0;
        for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
            indices.set(index++, members.get(i));
        }
        return indices;
    }

    private static BitSet at(BitSet indices, BitSet all) {
        var members = new BitSet();
        int index = 0;
        for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
            members.set(i, indices.get(index++));
        }
        return members;
    }

    private static void putVarint(ByteBuffer out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long getVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptMarkException("number too long");
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private MarkCodec() {}
}
