package io.quaestor.router.admit;

import io.quaestor.router.cancel.Cancellations;
import io.quaestor.router.health.Availability;
import io.quaestor.router.job.Poison;

/**
 * What admission asks others.
 *
 * @param availability which routes are in service
 * @param cancellations which jobs are wanted no more
 * @param poison where a job is kept on which our own code fails
 */
public record AdmissionAdvice(
        Availability availability, Cancellations cancellations, Poison poison) {}
