package io.quaestor.wire.registry;

import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells which branch of a union a record holds without building anything of it: what stands before
 * the union is skipped, what stands behind it is not looked at. Works for whatever version of the
 * schema the record was written with. Safe for several threads.
 */
public final class BranchReader {

    private final FrameDecoder<String> frames;

    private BranchReader(FrameDecoder<String> frames) {
        this.frames = frames;
    }

    /**
     * Of records of {@code schema}.
     *
     * @param field a field whose type is a union of records
     */
    public static BranchReader of(RegistryClient registry, Schema schema, String field) {
        Resolution<String> resolution =
                writer ->
                        new WriterPlan<>(
                                Skim.of(writer, field),
                                writer.getFullName().equals(schema.getFullName()),
                                true);
        return new BranchReader(new FrameDecoder<>(registry, resolution, false));
    }

    /**
     * The simple name of the record in the union.
     *
     * @throws UndecodableRecordException if these bytes can never be read
     * @throws RegistryUnavailableException if the schema could not be asked for: try again
     */
    public String branch(ConsumerRecord<byte[], byte[]> record) {
        return RecordDecoder.decode(frames, record);
    }

    /** The fields before the union, and the names of its branches. */
    private record Skim(List<Schema> before, List<String> branches) implements DatumReader<String> {

        static Skim of(Schema writer, String field) {
            var union = writer.getField(field);
            if (union == null || !union.schema().isUnion()) {
                throw new AvroTypeException("no union " + field + " in " + writer.getFullName());
            }
            var before =
                    writer.getFields().subList(0, union.pos()).stream()
                            .map(Schema.Field::schema)
                            .toList();
            return new Skim(
                    before, union.schema().getTypes().stream().map(Schema::getName).toList());
        }

        @Override
        public void setSchema(Schema schema) {
            throw new UnsupportedOperationException("made for one schema");
        }

        @Override
        public String read(String reused, Decoder in) throws IOException {
            for (Schema schema : before) {
                GenericDatumReader.skip(schema, in);
            }
            return branches.get(in.readIndex());
        }
    }
}
