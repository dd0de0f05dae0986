/**
 * Edge: Avro records in Confluent's wire format, against any registry that speaks Confluent's REST
 * protocol.
 *
 * <p>Guarantee: bytes that cannot be read end as {@link UndecodableRecordException}, whatever they
 * are; a registry that does not answer ends as {@link RegistryUnavailableException}. The first is a
 * matter for the dead-letter topic, the second never is. A lookup is bounded in time, a decode in
 * memory.
 *
 * <p>Read next: {@link RecordDecoder} and {@link RecordEncoder}, then {@link RegistryClient}.
 */
@NullMarked
package io.quaestor.wire.registry;

import org.jspecify.annotations.NullMarked;
