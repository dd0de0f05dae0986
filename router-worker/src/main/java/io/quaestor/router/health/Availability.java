package io.quaestor.router.health;

import io.quaestor.event.RouteRef;

/** Whether a route is in service, for admission. */
public interface Availability {
    /** Every route always is. */
    Availability ALWAYS =
            new Availability() {
                @Override
                public boolean isAvailable(String provider, String model) {
                    return true;
                }

                @Override
                public void routed(RouteRef route) {
                    // Nothing is counted.
                }
            };

    /**
     * Whether a job may be routed there: its circuit is closed, or a probe is due.
     *
     * @param provider its name in the catalogue
     * @param model its name in the catalogue
     */
    boolean isAvailable(String provider, String model);

    /** The same for a route as the records name it. */
    default boolean isAvailable(RouteRef route) {
        return isAvailable(route.getProvider(), route.getModel());
    }

    /** A job was routed there; where a probe was due, it is the probe. */
    void routed(RouteRef route);
}
