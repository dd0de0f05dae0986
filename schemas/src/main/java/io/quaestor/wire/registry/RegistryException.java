package io.quaestor.wire.registry;

import org.jspecify.annotations.Nullable;

/** The registry did not do what it was asked: it cannot be reached, does not know, or refuses. */
public abstract sealed class RegistryException extends WireException
        permits RegistryUnavailableException,
                RegistryRejectedException,
                UnknownSchemaException,
                UnusableSchemaException {

    RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
