/**
 * The wire protocols: pure mappers from request bytes to a {@code ProviderCall} and from an answer
 * or an error to reply bytes.
 *
 * <p>Guarantee: no I/O; each protocol's errors have that provider's envelope. Read next: {@link
 * io.quaestor.simulator.protocol.WireProtocol}.
 */
@NullMarked
package io.quaestor.simulator.protocol;

import org.jspecify.annotations.NullMarked;
