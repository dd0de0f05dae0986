package io.quaestor.wire.registry;

/**
 * The registry answered that it has no such schema, subject or version (404 with error code 40401
 * to 40403).
 */
public final class UnknownSchemaException extends RegistryException {

    UnknownSchemaException(String message) {
        super(message, null);
    }
}
