package io.quaestor.audit.chain;

import io.quaestor.kernel.Lane;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What is hashed, byte for byte.
 *
 * <p>{@code leaf = SHA256(0x00 ‖ "quaestor.audit.v1\n" ‖ u32 lane ‖ u64 sequence ‖ previous ‖
 * schema sha256 ‖ u32 length ‖ bytes)}, {@code node = SHA256(0x01 ‖ left ‖ right)}; integers are
 * big-endian. The first byte keeps leaves and nodes apart, as in RFC 6962.
 */
public final class ChainHash {

    private static final byte NODE = 1;

    /** 0x00 and the name of the format. */
    private static final byte[] LEAF_PREFIX =
            "\0quaestor.audit.v1\n".getBytes(StandardCharsets.US_ASCII);

    private ChainHash() {}

    /** The hash that names an entry and everything before it in its lane. */
    public static Hash leaf(Lane lane, long sequence, Hash previous, Statement statement) {
        MessageDigest digest = Hash.digest();
        digest.update(LEAF_PREFIX);
        digest.update(place(lane, sequence));
        previous.addTo(digest);
        statement.schemaSha256().addTo(digest);
        digest.update(length(statement.body().length()));
        return statement.body().finish(digest);
    }

    /** The hash over two subtrees; proofs of inclusion are made of these. */
    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = Hash.digest();
        digest.update(NODE);
        left.addTo(digest);
        return Hash.finish(digest, right.bytes());
    }

    /**
     * The hash of a schema: two that read the same bytes alike have the same one.
     *
     * @param canonicalForm the schema's Avro Parsing Canonical Form
     */
    public static Hash schema(String canonicalForm) {
        return Hash.sha256(canonicalForm.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] place(Lane lane, long sequence) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(lane.number())
                .putLong(sequence)
                .array();
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }
}
