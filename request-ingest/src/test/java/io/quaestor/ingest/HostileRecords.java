package io.quaestor.ingest;

import io.quaestor.event.CancelRequest;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records for {@code llm.requests} of three kinds: bytes that are no record of ours, records of
 * another schema, and requests with hostile values.
 */
final class HostileRecords {

    /** One in so many is large; each is megabytes. */
    private static final int HUGE_EVERY = 1_500;

    /** Magic and schema id. */
    private static final int HEADER_BYTES = 5;

    private static final int RANDOM_BYTES_MAX = 400;

    private final Cluster cluster;

    HostileRecords(Cluster cluster) {
        this.cluster = cluster;
    }

    ProducerRecord<byte[], byte[]> next(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> record(bytes(random), noRecord(random));
            case 1 -> record(bytes(random), encoded(ofAnotherSchema(random)));
            default -> request(random);
        };
    }

    /** No producer is allowed to send more than is taken. */
    private ProducerRecord<byte[], byte[]> request(SplittableRandom random) {
        boolean huge = random.nextInt(HUGE_EVERY) == 0;
        var request = huge ? HostileRequests.huge(random) : HostileRequests.next(random);
        var value = encoded(request);
        return value.length > Topics.MAX_REQUEST_BYTES
                ? request(random)
                : record(request.getRequestId().getBytes(StandardCharsets.UTF_8), value);
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.REQUESTS, key, value);
    }

    private byte @Nullable [] noRecord(SplittableRandom random) {
        byte[] valid = encoded(Requests.valid("r-" + random.nextInt(1_000_000), "legal"));
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> bytes(random);
            case 2 -> Arrays.copyOf(valid, random.nextInt(valid.length));
            case 3 -> Arrays.copyOf(valid, valid.length + 1 + random.nextInt(9));
            case 4 -> {
                // Bits turn over: ids, lengths and indexes become anything.
                for (int i = random.nextInt(3); i >= 0; i--) {
                    valid[1 + random.nextInt(valid.length - 1)] ^= (byte) (1 << random.nextInt(8));
                }
                yield valid;
            }
            default -> {
                // The right schema, and nothing of it.
                var body = bytes(random);
                var framed = Arrays.copyOf(valid, HEADER_BYTES + body.length);
                System.arraycopy(body, 0, framed, HEADER_BYTES, body.length);
                yield framed;
            }
        };
    }

    private static IndexedRecord ofAnotherSchema(SplittableRandom random) {
        var id = "r-" + random.nextInt(1_000_000);
        return switch (random.nextInt(3)) {
            case 0 -> new CancelRequest("legal", id, "ada", "", null);
            case 1 -> new TopicPosition(Topics.REQUESTS, 0, random.nextLong());
            default ->
                    new JobEnded(
                            7,
                            id,
                            "legal",
                            id,
                            0L,
                            JobStatus.SUCCEEDED,
                            true,
                            new TopicPosition(Topics.RESPONSES, 0, 0L),
                            null);
        };
    }

    /** Each under a subject of its own, as its rightful topic has it. */
    private byte[] encoded(IndexedRecord record) {
        return switch (record) {
            case LlmRequest _ -> cluster.encode(Topics.REQUESTS, record);
            case CancelRequest _ -> cluster.encode(Topics.CANCELLATIONS, record);
            case JobEnded _ -> cluster.encode(Topics.ENDED, record);
            default -> cluster.encode("test." + record.getSchema().getName(), record);
        };
    }

    private static byte[] bytes(SplittableRandom random) {
        var bytes = ByteBuffer.allocate(random.nextInt(RANDOM_BYTES_MAX));
        while (bytes.hasRemaining()) {
            bytes.put((byte) random.nextInt());
        }
        return bytes.array();
    }
}
