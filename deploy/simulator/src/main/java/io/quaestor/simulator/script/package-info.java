/**
 * The script: how slow, how faulty and how odd the simulated provider is.
 *
 * <p>Guarantee: draws depend on the seed, the request's content and how often that content came,
 * never on the wall clock; a script is taken whole or refused with every problem. Read next: {@link
 * io.quaestor.simulator.script.ScriptRun}.
 */
@NullMarked
package io.quaestor.simulator.script;

import org.jspecify.annotations.NullMarked;
