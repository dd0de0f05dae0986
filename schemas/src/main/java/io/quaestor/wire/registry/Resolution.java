package io.quaestor.wire.registry;

import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;

/** What values a decoder builds, and so how a writer's schema is resolved. */
@FunctionalInterface
interface Resolution<T> {

    /** Works out the plan for one writer's schema; slow, so done once per schema id. */
    WriterPlan<T> planFor(Schema writer) throws IOException;

    /** Values of one generated class. */
    static <T> Resolution<T> generated(Class<?> type) {
        Schema reader = SpecificData.get().getSchema(type);
        GenericData model = GeneratedClasses.of(type);
        return writer -> WriterPlan.of(writer, reader, model);
    }

    /** Values of whichever generated class the writer's schema names. */
    static <T> Resolution<T> generatedByName() {
        return writer ->
                GeneratedClasses.classOf(writer)
                        .map(type -> Resolution.<T>generated(type))
                        .orElseThrow(
                                () ->
                                        new AvroTypeException(
                                                "no generated class " + writer.getFullName()))
                        .planFor(writer);
    }

    /** Generic records of one schema. */
    static <T> Resolution<T> generic(Schema reader) {
        return writer -> WriterPlan.of(writer, reader, GenericData.get());
    }

    /** Generic records as they were written. */
    static <T> Resolution<T> genericAsWritten() {
        return writer -> WriterPlan.of(writer, writer, GenericData.get());
    }
}
