package io.quaestor.router.admit;

import io.quaestor.event.RouteRef;

/** A route as the waiting room knows it: the queue it leads to, and the model behind it. */
record Way(String provider, String model) {
    static Way of(RouteRef route) {
        return new Way(route.getProvider(), route.getModel());
    }
}
