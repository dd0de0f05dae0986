package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Function;

/**
 * Who applies a document, when and why.
 *
 * @param instance names the process in the journal
 * @param digest SHA-256 of an entry's Avro body as it will be written
 */
public record Application(
        String author,
        String reason,
        String instance,
        Instant at,
        Function<CatalogEntry, ByteBuffer> digest) {}
