package io.quaestor.router.attempt;

import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.cancel.Cancellations;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.job.Poison;
import io.quaestor.router.lag.InFlightCaps;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the attempts ask others.
 *
 * @param caps how many calls may be open
 * @param gate whether a job may start now
 * @param cancellations which jobs are wanted no more
 * @param poison where a job is kept on which our own code fails
 * @param prices in force now
 * @param weights of departments, in force now
 * @param catalogVersion in force now: jobs that were routed by a newer one wait for it
 */
public record AttemptAdvice(
        InFlightCaps caps,
        StartGate gate,
        Cancellations cancellations,
        Poison poison,
        Supplier<PriceBook> prices,
        Supplier<Weights> weights,
        LongSupplier catalogVersion) {}
