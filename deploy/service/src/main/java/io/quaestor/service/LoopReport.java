package io.quaestor.service;

import io.quaestor.wire.Liveness;
import java.util.List;
import java.util.Map;

/**
 * What a service tells of itself on {@code /health}; each service has one bean of it or more.
 *
 * <p>Called for every question, from any thread: answers from memory.
 */
public interface LoopReport {

    /** The poll loops; one that is not healthy makes the service unhealthy. */
    List<Liveness> loops();

    /** What else stops its work, by what it stops; empty when nothing does. */
    default Map<String, String> obstacles() {
        return Map.of();
    }

    /** Further facts, in the order in which they are to be shown. */
    default Map<String, Object> facts() {
        return Map.of();
    }
}
