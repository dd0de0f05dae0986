package io.quaestor.audit;

import io.quaestor.audit.chain.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a journal record that nobody can read is chained: key and value byte for byte,
 * and why.
 *
 * <p>It has a schema of its own, whose hash is part of the leaf, so a readable record cannot be
 * passed off as unreadable or the other way round. The whole value is kept, header included: with a
 * schema that turns up later it can still be read.
 */
final class UnreadableRecord {

    static final String NAME = "UnreadableRecord";

    static final Schema SCHEMA =
            new Schema.Parser()
                    .parse(
                            """
                            {"type": "record", "name": "io.quaestor.audit.UnreadableRecord", "fields": [
                              {"name": "reason", "type": "string", "doc": "Category of the failure"},
                              {"name": "key", "type": ["null", "bytes"]},
                              {"name": "value", "type": ["null", "bytes"], "doc": "The whole Kafka value, with its header"}
                            ]}
                            """);

    static final StoredSchema STORED = StoredSchema.of(SCHEMA);

    private UnreadableRecord() {}

    static Body body(String reason, byte @Nullable [] key, byte @Nullable [] value) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("reason", reason);
        record.put("key", buffer(key));
        record.put("value", buffer(value));
        return Body.of(encoded(record));
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static byte[] encoded(GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
