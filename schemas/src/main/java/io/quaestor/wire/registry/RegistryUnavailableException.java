package io.quaestor.wire.registry;

import org.jspecify.annotations.Nullable;

/**
 * No registry answered usefully in time. It says nothing about the record: back off and try again,
 * never dead-letter.
 */
public final class RegistryUnavailableException extends RegistryException {

    RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
