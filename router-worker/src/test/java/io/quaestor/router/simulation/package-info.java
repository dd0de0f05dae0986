/**
 * Both stages of a worker over a model of the broker: several workers, one thread, time as a
 * number. What a schedule does follows from its seed alone.
 *
 * <p>Read {@link io.quaestor.router.simulation.SimulationTest} first; what must never happen is in
 * {@link io.quaestor.router.simulation.Witness}.
 */
@NullMarked
package io.quaestor.router.simulation;

import org.jspecify.annotations.NullMarked;
