/**
 * How much is routed to each provider and not yet started, and what share of its limits a lane has.
 *
 * <p>Guarantee: calls in flight, stuck calls and transaction markers are not lag. Read {@link
 * io.quaestor.router.lag.StartedBoard} for what this worker knows of itself.
 */
@NullMarked
package io.quaestor.router.lag;

import org.jspecify.annotations.NullMarked;
