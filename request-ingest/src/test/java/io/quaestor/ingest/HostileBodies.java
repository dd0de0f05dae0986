package io.quaestor.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.quaestor.event.LlmRequest;
import io.quaestor.ingest.json.AvroJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;

/** Bodies for {@code POST /v1/jobs}: no JSON, other JSON, and requests with hostile values. */
final class HostileBodies {

    /** One in so many is large; each is megabytes. */
    private static final int HUGE_EVERY = 1_500;

    private static final List<String> SCRAPS =
            List.of(
                    "\"",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "null",
                    "1e999",
                    "-0",
                    "9".repeat(400),
                    "\\ud800",
                    "\\u0000",
                    "\u202E",
                    "{\"a\":".repeat(300),
                    "[".repeat(2_000),
                    "\"messages\":[7],",
                    "\"model\":{},");

    private HostileBodies() {}

    static byte[] next(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> noise(random);
            case 1 -> json(HostileRequests.next(random));
            case 2 -> damaged(json(HostileRequests.next(random)), random);
            default ->
                    random.nextInt(HUGE_EVERY) == 0
                            ? json(HostileRequests.huge(random))
                            : json(HostileRequests.next(random));
        };
    }

    private static byte[] noise(SplittableRandom random) {
        var bytes = new byte[random.nextInt(200)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** Cut, or with something in it that does not belong there. */
    private static byte[] damaged(byte[] json, SplittableRandom random) {
        // One character a byte, so that any place is a place between two.
        var text = new StringBuilder(new String(json, ISO_8859_1));
        int at = random.nextInt(text.length());
        if (random.nextInt(4) == 0) {
            text.setLength(at);
        } else {
            var scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
            text.insert(at, new String(scrap.getBytes(UTF_8), ISO_8859_1));
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static byte[] json(LlmRequest request) {
        try {
            // As Avro carries it: half a surrogate pair is in no UTF-8.
            return AvroJson.bytes(LlmRequest.fromByteBuffer(request.toByteBuffer()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
