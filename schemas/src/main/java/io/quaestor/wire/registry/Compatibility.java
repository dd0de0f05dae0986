package io.quaestor.wire.registry;

import java.util.List;

/** The registry's verdict on a schema that is not registered yet. */
public sealed interface Compatibility {

    /** The schema may be registered; also when the subject has no version yet. */
    record Compatible() implements Compatibility {}

    /** Registering would be refused; the reasons are the registry's own words and may be empty. */
    record Incompatible(List<String> reasons) implements Compatibility {
        public Incompatible {
            reasons = List.copyOf(reasons);
        }
    }
}
