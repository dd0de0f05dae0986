package io.quaestor.wire.registry;

import org.jspecify.annotations.Nullable;

/** The registry knows the id, but what it returned is not an Avro schema that can be read. */
public final class UnusableSchemaException extends RegistryException {

    UnusableSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
