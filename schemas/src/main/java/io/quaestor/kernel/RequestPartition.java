package io.quaestor.kernel;

/**
 * The partition of a request id in {@code llm.requests}: the one Kafka's own default partitioner
 * gives a record whose key is the id in UTF-8, so that any producer's client already agrees.
 *
 * <p>Written out here because the kernel knows no Kafka, and because a client library that changed
 * its hash must be noticed. Source: {@code org.apache.kafka.common.utils.Utils#murmur2} (Apache
 * Kafka), MurmurHash2 by Austin Appleby, public domain.
 */
public final class RequestPartition {

    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;
    private static final int SIGN_BIT_CLEARED = 0x7fffffff;

    private RequestPartition() {}

    /**
     * The partition of a request id.
     *
     * @throws IllegalArgumentException when there is no partition
     */
    public static int of(RequestId requestId, int partitions) {
        return of(requestId.utf8(), partitions);
    }

    /**
     * The same for a key as it lies on the topic, decodable or not.
     *
     * @throws IllegalArgumentException when there is no partition
     */
    public static int of(byte[] key, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
        return (murmur2(key) & SIGN_BIT_CLEARED) % partitions;
    }

    static int murmur2(byte[] data) {
        int h = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = littleEndian(data, i, 4) * M;
            k ^= k >>> R;
            h = (h * M) ^ (k * M);
        }
        if (whole < data.length) {
            h = (h ^ littleEndian(data, whole, data.length - whole)) * M;
        }
        h ^= h >>> 13;
        h *= M;
        return h ^ (h >>> 15);
    }

    private static int littleEndian(byte[] data, int from, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value |= (data[from + i] & 0xff) << (8 * i);
        }
        return value;
    }
}
