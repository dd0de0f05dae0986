package io.quaestor.wire.registry;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * How values of one schema are written to one topic: the header and Avro's writer; worked out once,
 * when warmed.
 */
sealed interface EncodingPlan {

    int schemaId();

    /** Appends header and body. */
    void write(IndexedRecord value, Scratch target) throws IOException;

    static EncodingPlan direct(int schemaId, Schema schema) {
        return new Direct(schemaId, WireFormat.header(schemaId), writer(schema));
    }

    /** Writes what has {@code own} as {@code registered}, which must be able to read it. */
    static EncodingPlan translated(int schemaId, Schema own, Schema registered) throws IOException {
        return new Translated(
                direct(0, own),
                WriterPlan.of(own, registered, GenericData.get()),
                direct(schemaId, registered));
    }

    /** The registered schema is the value's own. */
    record Direct(int schemaId, byte[] header, DatumWriter<IndexedRecord> writer)
            implements EncodingPlan {

        @Override
        public void write(IndexedRecord value, Scratch target) throws IOException {
            target.write(header, 0, header.length);
            writer.write(value, target.encoder);
        }
    }

    /**
     * The registered schema is another one: fields are matched by name, by way of the value's own
     * encoding.
     */
    record Translated(EncodingPlan own, WriterPlan<IndexedRecord> reader, EncodingPlan registered)
            implements EncodingPlan {

        @Override
        public int schemaId() {
            return registered.schemaId();
        }

        @Override
        public void write(IndexedRecord value, Scratch target) throws IOException {
            Scratch ownBytes = new Scratch();
            own.write(value, ownBytes);
            AvroBody body = new AvroBody(ownBytes.toBytes(), WireFormat.HEADER_BYTES);
            registered.write(reader.reader().read(null, body), target);
        }
    }

    private static DatumWriter<IndexedRecord> writer(Schema schema) {
        return GeneratedClasses.classOf(schema)
                .<DatumWriter<IndexedRecord>>map(
                        type -> new SpecificDatumWriter<>(schema, GeneratedClasses.of(type)))
                .orElseGet(() -> new GenericDatumWriter<>(schema));
    }
}
