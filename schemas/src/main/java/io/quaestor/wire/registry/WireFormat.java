package io.quaestor.wire.registry;

/**
 * The frame of a record: magic byte 0, four-byte big-endian schema id, Avro binary.
 *
 * <p>Source: "Wire format" in Confluent's Schema Registry documentation.
 */
public final class WireFormat {

    /** The only version of the frame there is. */
    public static final byte MAGIC = 0;

    /** Bytes before the Avro body. */
    public static final int HEADER_BYTES = 5;

    private WireFormat() {}

    /** The schema id in a frame of at least {@link #HEADER_BYTES} bytes; any 32-bit value. */
    public static int schemaId(byte[] framed) {
        return (framed[1] & 0xff) << 24
                | (framed[2] & 0xff) << 16
                | (framed[3] & 0xff) << 8
                | (framed[4] & 0xff);
    }

    static byte[] header(int schemaId) {
        return new byte[] {
            MAGIC,
            (byte) (schemaId >>> 24),
            (byte) (schemaId >>> 16),
            (byte) (schemaId >>> 8),
            (byte) schemaId
        };
    }
}
