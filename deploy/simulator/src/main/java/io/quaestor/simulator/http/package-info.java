/**
 * The edge: Netty, the provider endpoints and the control endpoints.
 *
 * <p>Guarantee: loopback only; a waiting call costs one timer and one socket, no thread. Read next:
 * {@link io.quaestor.simulator.http.CallDesk}.
 */
@NullMarked
package io.quaestor.simulator.http;

import org.jspecify.annotations.NullMarked;
