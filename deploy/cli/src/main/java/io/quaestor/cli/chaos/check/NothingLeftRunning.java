package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import java.util.List;

/** After the stack was stopped no process of it is left. */
public final class NothingLeftRunning implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        return facts.remains().stream().map(process -> "still runs: " + process).toList();
    }
}
