package io.quaestor.audit;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Rows in the binary format of PostgreSQL's {@code COPY}: a header, then for each row the number of
 * fields and each field as length and bytes, then a trailer. The source is PostgreSQL's manual,
 * <i>COPY, Binary Format</i>; values are laid out as the types' {@code recv} functions read them.
 */
final class CopyStream implements AutoCloseable {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int TRAILER = -1;

    /** Timestamps count microseconds from here. */
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final DataOutputStream out;

    /** Takes ownership of {@code to}. */
    CopyStream(OutputStream to) throws IOException {
        this.out = new DataOutputStream(to);
        out.write(SIGNATURE);
        out.writeInt(0); // no flags
        out.writeInt(0); // no extension of the header
    }

    /** Begins a row of so many fields. */
    CopyStream row(int fields) throws IOException {
        out.writeShort(fields);
        return this;
    }

    /** An {@code integer}. */
    CopyStream add(int value) throws IOException {
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
        return this;
    }

    /** A {@code bigint}. */
    CopyStream add(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
        return this;
    }

    /** A {@code bytea}. */
    CopyStream add(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
        return this;
    }

    /** A {@code text}; the driver declares UTF-8 to be what it sends. */
    CopyStream add(String value) throws IOException {
        return add(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A {@code timestamptz}, in whole microseconds. */
    CopyStream add(Instant value) throws IOException {
        return add(ChronoUnit.MICROS.between(POSTGRES_EPOCH, value));
    }

    /** Ends the rows, and with them the {@code COPY}. */
    @Override
    public void close() throws IOException {
        try (out) {
            out.writeShort(TRAILER);
        }
    }
}
