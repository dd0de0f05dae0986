package io.quaestor.ingest.job;

import io.quaestor.event.RouteRef;

/**
 * What a job was routed to last.
 *
 * @param model the catalogue's name of the model
 * @param simulated whether a stand-in answers there
 */
public record RouteTaken(String provider, String model, String region, boolean simulated) {

    static RouteTaken of(RouteRef route) {
        return new RouteTaken(
                route.getProvider(), route.getModel(), route.getRegion(), route.getSimulated());
    }
}
