package io.quaestor.wire.registry;

/**
 * A value that does not fit its own schema, for instance a required field without a value: a bug of
 * the writer.
 */
public final class UnencodableRecordException extends WireException {

    UnencodableRecordException(String message) {
        super(message, null);
    }
}
