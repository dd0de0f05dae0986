/**
 * What must hold after a campaign, one invariant a class. Pure: from {@link
 * io.quaestor.cli.chaos.fact.Facts} to sentences about what is broken. {@link
 * io.quaestor.cli.chaos.check.Invariants} lists them.
 */
@NullMarked
package io.quaestor.cli.chaos.check;

import org.jspecify.annotations.NullMarked;
