package io.quaestor.cli.chaos.fact;

import io.quaestor.cli.chaos.plan.Fault;

/**
 * A fault as it was done; milliseconds since the epoch.
 *
 * @param began just before the signal was sent
 * @param undone just before the process was started again or went on
 * @param back when the process answered again
 */
public record Disturbance(Fault fault, long began, long undone, long back) {}
