package io.quaestor.wire.registry;

import org.apache.avro.Schema;

/** As Avro generates an enum: its name is in {@link Parcel}'s schema. */
public enum ParcelSpeed {
    UNKNOWN,
    SLOW,
    FAST;

    public static final Schema SCHEMA$ = Parcel.SCHEMA$.getField("speed").schema();
}
