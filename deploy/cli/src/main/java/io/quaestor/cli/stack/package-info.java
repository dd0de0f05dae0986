/**
 * What the commands act on: the cluster that is named or runs here, and the whole local stack with
 * its simulator.
 *
 * <p>Read {@link io.quaestor.cli.stack.EndpointOptions} and {@link
 * io.quaestor.cli.stack.WholeStack}.
 */
@NullMarked
package io.quaestor.cli.stack;

import org.jspecify.annotations.NullMarked;
