/**
 * Whether a job may be called at all: an ordered list of pure rules, one per file. Pure.
 *
 * <p>Guarantee: every rule gives its verdict on every job, so a rejection lists all that is wrong;
 * a job is called only if no rule denies it. Read {@link io.quaestor.router.govern.Governance}
 * first.
 */
@NullMarked
package io.quaestor.router.govern;

import org.jspecify.annotations.NullMarked;
