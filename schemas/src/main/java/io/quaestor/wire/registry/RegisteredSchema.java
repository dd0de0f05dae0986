package io.quaestor.wire.registry;

import org.apache.avro.Schema;

/** A version of a subject as the registry keeps it. */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
