/**
 * What follows a call that did not succeed: the table of failures, and the decision it leads to.
 *
 * <p>Guarantee: pure, and the only place that says whether a job is tried again. Read {@link
 * io.quaestor.router.retry.FailureKind} first, then {@link io.quaestor.router.retry.RetryPolicy}.
 */
@NullMarked
package io.quaestor.router.retry;

import org.jspecify.annotations.NullMarked;
