package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import java.util.List;

/** Something that holds after every campaign, whatever died. */
public interface Invariant {
    /** What is broken, a sentence each that names ids; empty when it holds. */
    List<String> violations(Facts facts);
}
