/**
 * The table of failures. Pure.
 *
 * <p>Guarantee: every way in which a call can fail has one row, and whatever follows a failure is
 * read there. Read {@link io.quaestor.router.failure.FailureKind}.
 */
@NullMarked
package io.quaestor.router.failure;

import org.jspecify.annotations.NullMarked;
