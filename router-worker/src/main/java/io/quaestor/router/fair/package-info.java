/**
 * Who goes next, and how much of a limit each lane has: turns and shares in proportion to weights.
 * Pure.
 *
 * <p>Guarantee: of those who wait at once for the same thing each gets its part by weight, and what
 * one does not use goes to the others. Read {@link io.quaestor.router.fair.FairTurns} for the order
 * inside a process, {@link io.quaestor.router.fair.LaneShares} for what processes divide.
 */
@NullMarked
package io.quaestor.router.fair;

import org.jspecify.annotations.NullMarked;
