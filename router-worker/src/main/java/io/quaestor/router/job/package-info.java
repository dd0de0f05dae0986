/**
 * What admission and attempts share about a job: the decision that ends or hands on its token, the
 * answer, the journal's envelope, and how decisions become one transaction. Pure.
 *
 * <p>Guarantee: a decision holds all records that finish an offset, so a token is handed on or
 * answered exactly when its offset commits. Read {@link io.quaestor.router.job.Decided} first.
 */
@NullMarked
package io.quaestor.router.job;

import org.jspecify.annotations.NullMarked;
