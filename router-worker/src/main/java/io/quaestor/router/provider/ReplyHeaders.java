package io.quaestor.router.provider;

import java.util.Optional;

/** The headers of a reply; names are compared without case. */
@FunctionalInterface
public interface ReplyHeaders {

    /** No headers. */
    ReplyHeaders NONE = _ -> Optional.empty();

    /** By which a stand-in says that it is one. */
    String SIMULATED = "x-quaestor-simulated";

    /** The first value of the header, or empty when it is absent. */
    Optional<String> first(String name);

    default boolean simulated() {
        return first(SIMULATED).filter("true"::equalsIgnoreCase).isPresent();
    }
}
