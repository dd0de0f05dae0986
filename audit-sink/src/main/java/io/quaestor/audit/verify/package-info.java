/**
 * Reads the chains back from PostgreSQL and recomputes everything.
 *
 * <p>Guarantee: nothing here is shared with the code that writes; the format is implemented a
 * second time, so a mistake in one does not hide in the other. Within one database snapshot every
 * entry is looked at, and the first broken one of each chain is named by chain and sequence. What
 * this cannot see is in the module's README.
 *
 * <p>Where to read next: {@link io.quaestor.audit.verify.AuditVerifier}, then {@code LinkCheck}
 * (hashes) and {@code EventCheck} (numbers inside the events).
 */
@NullMarked
package io.quaestor.audit.verify;

import org.jspecify.annotations.NullMarked;
