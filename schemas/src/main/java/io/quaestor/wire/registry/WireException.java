package io.quaestor.wire.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Why a record could not cross the wire. Messages carry ids and positions, never content. */
public abstract sealed class WireException extends SerializationException
        permits RegistryException, UndecodableRecordException, UnencodableRecordException {

    WireException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
