package io.quaestor.wire.registry;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/** As Avro generates a nested record: its name is in {@link Parcel}'s schema. */
public final class ParcelItem extends SpecificRecordBase {

    public static final Schema SCHEMA$ = Parcel.SCHEMA$.getField("items").schema().getElementType();

    private String name = "";
    private int grams;

    public ParcelItem() {}

    static ParcelItem of(String name, int grams) {
        ParcelItem item = new ParcelItem();
        item.name = name;
        item.grams = grams;
        return item;
    }

    @Override
    public Schema getSchema() {
        return SCHEMA$;
    }

    @Override
    public Object get(int field) {
        return field == 0 ? name : (Object) grams;
    }

    @Override
    public void put(int field, Object value) {
        if (field == 0) {
            name = (String) value;
        } else {
            grams = (Integer) value;
        }
    }
}
