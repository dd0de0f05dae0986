package io.quaestor.ingest;

import io.quaestor.event.LlmRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * SHA-256 over the Avro encoding of a request without its reply topic, trace and deadline: two
 * submissions of one id with the same digest ask for the same thing. A deadline says until when,
 * and who asks again an hour later names another. Metadata is encoded in the order of its keys, for
 * a map has none. Safe for several threads.
 */
public final class BodyDigest {

    private static final SpecificDatumWriter<LlmRequest> WRITER =
            new SpecificDatumWriter<>(LlmRequest.class);

    private BodyDigest() {}

    /**
     * A request id made of what is asked: the same department asking the same again gives the same
     * id, and so the same job.
     *
     * @param request its own request id does not count
     */
    public static String requestId(LlmRequest request) {
        var unnamed = copy(request);
        unnamed.setRequestId("");
        return HexFormat.of().formatHex(of(unnamed).array());
    }

    /** 32 bytes. */
    public static ByteBuffer of(LlmRequest request) {
        MessageDigest sha256 = sha256();
        var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            WRITER.write(canonical(request), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a digest writes nowhere", e);
        }
        return ByteBuffer.wrap(sha256.digest());
    }

    private static LlmRequest canonical(LlmRequest request) {
        var copy = copy(request);
        copy.setReplyTopic(null);
        copy.setTrace(null);
        copy.setDeadline(null);
        copy.setMetadata(new TreeMap<>(request.getMetadata()));
        return copy;
    }

    /** A shallow copy: messages may hold megabytes. */
    private static LlmRequest copy(LlmRequest request) {
        var copy = new LlmRequest();
        for (var field : LlmRequest.getClassSchema().getFields()) {
            copy.put(field.pos(), request.get(field.pos()));
        }
        return copy;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
