package io.quaestor.wire.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * What Avro generates, written by hand and cut to what the tests need: a package that no system
 * property trusts, with a nested record, an enum, a union, collections and a logical type.
 */
public final class Parcel extends SpecificRecordBase {

    static final String ITEM =
            """
            {"type":"record","name":"ParcelItem","fields":[
              {"name":"name","type":{"type":"string","avro.java.string":"String"}},
              {"name":"grams","type":"int"}]}\
            """;

    public static final Schema SCHEMA$ =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Parcel","namespace":"io.quaestor.wire.registry","fields":[
                              {"name":"id","type":{"type":"string","avro.java.string":"String"}},
                              {"name":"lane","type":"int"},
                              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                              {"name":"speed","type":{"type":"enum","name":"ParcelSpeed",
                                "symbols":["UNKNOWN","SLOW","FAST"],"default":"UNKNOWN"},"default":"SLOW"},
                              {"name":"item","type":["null",%s],"default":null},
                              {"name":"items","type":{"type":"array","items":"ParcelItem"},"default":[]},
                              {"name":"labels","type":{"type":"map","avro.java.string":"String",
                                "values":{"type":"string","avro.java.string":"String"}},"default":{}},
                              {"name":"seal","type":["null","bytes"],"default":null}]}\
                            """
                                    .formatted(ITEM));

    private static final SpecificData MODEL$ = new SpecificData();

    static {
        MODEL$.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    private final @Nullable Object[] values = new @Nullable Object[SCHEMA$.getFields().size()];

    public Parcel() {}

    static Parcel of(String id, int lane, Instant at, ParcelSpeed speed) {
        Parcel parcel = new Parcel();
        List<?> fields =
                java.util.Arrays.asList(id, lane, at, speed, null, List.of(), Map.of(), null);
        for (int i = 0; i < fields.size(); i++) {
            parcel.put(i, fields.get(i));
        }
        return parcel;
    }

    @Override
    public SpecificData getSpecificData() {
        return MODEL$;
    }

    @Override
    public Schema getSchema() {
        return SCHEMA$;
    }

    @Override
    public @Nullable Object get(int field) {
        return values[field];
    }

    @Override
    public void put(int field, @Nullable Object value) {
        values[field] = value;
    }

    @Override
    public @Nullable Conversion<?> getConversion(int field) {
        return field == 2 ? new TimeConversions.TimestampMillisConversion() : null;
    }
}
