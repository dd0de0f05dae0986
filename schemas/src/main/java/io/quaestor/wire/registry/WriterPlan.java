package io.quaestor.wire.registry;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;

/**
 * How records of one writer's schema become values of the reader's; worked out once per schema id.
 *
 * @param reader Avro's resolved reader, stateless and safe for several threads
 * @param sameKind false when the writer's record is another kind of record altogether
 * @param compatible true when every record of the writer can be read; some can also when it is
 *     false, for instance those that do not use a union branch that the reader does not know
 */
record WriterPlan<T>(DatumReader<T> reader, boolean sameKind, boolean compatible) {

    static <T> WriterPlan<T> of(Schema writer, Schema reader, GenericData model)
            throws IOException {
        DatumReader<T> resolved = new FastReaderBuilder(model).createDatumReader(writer, reader);
        if (writer.equals(reader)) {
            return new WriterPlan<>(resolved, true, true);
        }
        Schema renamed = Schema.applyAliases(writer, reader);
        boolean compatible =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, renamed).getType()
                        == SchemaCompatibilityType.COMPATIBLE;
        return new WriterPlan<>(
                resolved, SchemaCompatibility.schemaNameEquals(reader, renamed), compatible);
    }
}
