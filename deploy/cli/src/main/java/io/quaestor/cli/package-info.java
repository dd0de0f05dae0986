/**
 * The command line {@code quaestor}: catalogue, local stack, audit verification, demo.
 *
 * <p>Guarantee: what cannot be done ends with one sentence on standard error and a status that is
 * not zero. Read {@link io.quaestor.cli.Quaestor} first, then the command of interest in {@code
 * command}.
 */
@NullMarked
package io.quaestor.cli;

import org.jspecify.annotations.NullMarked;
