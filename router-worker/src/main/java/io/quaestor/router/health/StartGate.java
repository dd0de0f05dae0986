package io.quaestor.router.health;

import io.quaestor.event.RoutedJob;
import io.quaestor.router.fair.Claim;
import java.time.Instant;
import java.util.Map;

/** Whether the call of a routed job may start now. */
public interface StartGate {
    /** Everything may. */
    StartGate OPEN =
            new StartGate() {
                @Override
                public Answer ask(RoutedJob job, Map<Integer, Claim> claims, Instant now) {
                    return new Go();
                }

                @Override
                public void notStarted(RoutedJob job) {
                    // Nothing was taken.
                }

                @Override
                public void forgetUnstarted() {
                    // Nothing was taken.
                }
            };

    /** What becomes of the job. */
    sealed interface Answer {}

    /** It starts; what that takes is taken until the call ends. */
    record Go() implements Answer {}

    /** Its provider's rate is used up: it waits where it is, and those behind it in its lane. */
    record NotNow() implements Answer {}

    /**
     * Its route is out of service: it goes back to admission.
     *
     * @param until when the route may be tried again
     * @param jitter uniform in [0, 1), lest all that are sent away come back together
     */
    record NotHere(Instant until, double jitter) implements Answer {}

    /**
     * @param claims on the provider of each lane of this worker
     */
    Answer ask(RoutedJob job, Map<Integer, Claim> claims, Instant now);

    /** A job that may go was not started after all. */
    void notStarted(RoutedJob job);

    /** No job that may go and has not been called will be: its loop ends. */
    void forgetUnstarted();
}
