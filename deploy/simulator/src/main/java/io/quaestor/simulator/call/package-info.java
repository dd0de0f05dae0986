/**
 * What a provider call asks for, whatever wire protocol brought it: pure records and the token
 * rule.
 *
 * <p>Guarantee: no I/O, no clock, no randomness. Read next: {@link
 * io.quaestor.simulator.call.ProviderCall}.
 */
@NullMarked
package io.quaestor.simulator.call;

import org.jspecify.annotations.NullMarked;
