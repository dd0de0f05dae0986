/**
 * What HTTP shows of the log: read-only, bounded in rows and time, never on the writer's
 * connection.
 *
 * <p>Guarantee: an event is shown as its stored bytes say with the schema stored beside them, next
 * to the leaf that the chain has for it; it is not verified here (see {@code verify}). Read {@link
 * io.quaestor.audit.search.HttpAuditController} first.
 */
@NullMarked
package io.quaestor.audit.search;

import org.jspecify.annotations.NullMarked;
