package io.quaestor.wire.registry;

import io.quaestor.wire.registry.UndecodableRecordException.Reason;
import java.util.OptionalInt;

/** Bytes that cannot be read, before it is known where they came from; never leaves the package. */
final class Undecodable extends Exception {

    final Reason reason;
    final OptionalInt schemaId;

    /** Nothing can be said about a schema. */
    Undecodable(Reason reason, String message) {
        this(reason, OptionalInt.empty(), message);
    }

    Undecodable(Reason reason, int schemaId, String message) {
        this(reason, OptionalInt.of(schemaId), message);
    }

    private Undecodable(Reason reason, OptionalInt schemaId, String message) {
        // Without a stack trace: a flood of bad records is bad enough.
        super(message, null, false, false);
        this.reason = reason;
        this.schemaId = schemaId;
    }

    UndecodableRecordException at(String topic, int partition, long offset, String where) {
        String id = schemaId.isPresent() ? " schema id " + schemaId.getAsInt() : "";
        return new UndecodableRecordException(
                reason, topic, partition, offset, schemaId, where + id + ": " + getMessage());
    }
}
