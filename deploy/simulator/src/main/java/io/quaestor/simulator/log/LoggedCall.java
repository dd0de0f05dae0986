package io.quaestor.simulator.log;

import java.util.Optional;

/**
 * One entry of the call log, as read.
 *
 * @param sequence from 1, in order of arrival
 * @param finishedAtMillis since the epoch, 0 while the call is open
 */
public record LoggedCall(
        long sequence, CallArrival arrival, Optional<CallEnd> end, long finishedAtMillis) {}
