/**
 * How the providers are doing, as this worker sees it, and what is therefore started: circuits,
 * adaptive concurrency, rate limits.
 *
 * <p>Guarantee: nothing here makes a job fail or be lost; it says "now", "not now" or "not here".
 * Read {@link io.quaestor.router.health.Circuits} first.
 */
@NullMarked
package io.quaestor.router.health;

import org.jspecify.annotations.NullMarked;
