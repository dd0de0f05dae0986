/**
 * What is known of a campaign from outside, in few bytes: what lies on the topics, in the database
 * and in the simulator's call log, and what was done to whom. Pure; {@link
 * io.quaestor.cli.chaos.fact.Facts} is all of it, {@code read} gathers it.
 */
@NullMarked
package io.quaestor.cli.chaos.fact;

import org.jspecify.annotations.NullMarked;
