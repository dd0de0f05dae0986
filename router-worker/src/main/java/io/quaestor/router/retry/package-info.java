/**
 * Whether a job that did not succeed is tried again.
 *
 * <p>Guarantee: pure, and the only place that says whether a job is tried again. Read {@link
 * io.quaestor.router.retry.RetryPolicy}.
 */
@NullMarked
package io.quaestor.router.retry;

import org.jspecify.annotations.NullMarked;
