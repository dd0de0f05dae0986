/**
 * Requests and responses as JSON. No I/O: bytes in, records out, and back.
 *
 * <p>Guarantee: no body makes it throw; every fault of a body is told with the path of its field.
 * Read {@link io.quaestor.ingest.json.RequestBody} first.
 */
@NullMarked
package io.quaestor.ingest.json;

import org.jspecify.annotations.NullMarked;
