package io.quaestor.router;

import io.quaestor.event.RouteRef;
import io.quaestor.router.health.Availability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Routes that are in service unless a test says otherwise. */
public final class FakeAvailability implements Availability {
    private final Set<String> down = new HashSet<>();
    private final List<String> routed = new ArrayList<>();

    public void down(String model) {
        down.add(model);
    }

    public void up(String model) {
        down.remove(model);
    }

    @Override
    public boolean isAvailable(String provider, String model) {
        return !down.contains(model);
    }

    @Override
    public void routed(RouteRef route) {
        routed.add(route.getModel());
    }

    /** Models of all jobs that were routed. */
    public List<String> routed() {
        return routed;
    }
}
