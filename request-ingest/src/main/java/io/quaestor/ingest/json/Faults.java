package io.quaestor.ingest.json;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one body. Not thread-safe. */
final class Faults {

    /** A body of 100,000 wrong parts must not make an answer of megabytes. */
    static final int LISTED_MAX = 50;

    private final List<Fault> listed = new ArrayList<>();

    void add(String code, String field, String detail, String fix) {
        if (listed.size() < LISTED_MAX) {
            listed.add(new Fault(code, field, detail, fix));
        }
    }

    List<Fault> all() {
        return List.copyOf(listed);
    }
}
