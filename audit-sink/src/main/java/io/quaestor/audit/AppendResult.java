package io.quaestor.audit;

import io.quaestor.kernel.Lane;
import java.util.List;

/** How an append ended; a database that fails or cannot be reached throws instead. */
sealed interface AppendResult {

    /** Everything is committed. */
    record Appended(List<HeldLane> lanes) implements AppendResult {}

    /** Nothing was written: another sink has taken this lane. */
    record Superseded(Lane lane) implements AppendResult {}
}
