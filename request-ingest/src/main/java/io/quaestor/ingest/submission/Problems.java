package io.quaestor.ingest.submission;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what is wrong with one request. Messages never quote a prompt: they go to the journal.
 * Not thread-safe.
 */
final class Problems {

    /** A request of 100,000 bad parts must not make an answer of megabytes. */
    static final int LISTED_MAX = 50;

    private final List<Problem> listed = new ArrayList<>();
    private int unlisted;

    void add(ErrorType type, String field, String message) {
        if (listed.size() < LISTED_MAX) {
            listed.add(new Problem(type, field, message));
        } else {
            unlisted++;
        }
    }

    void invalid(String field, String message) {
        add(ErrorType.INVALID_REQUEST, field, message);
    }

    void outOfRange(String field, String message) {
        add(ErrorType.PARAMETER_OUT_OF_RANGE, field, message);
    }

    boolean none() {
        return listed.isEmpty();
    }

    List<Problem> all() {
        var all = new ArrayList<>(listed);
        if (unlisted > 0) {
            all.add(new Problem(ErrorType.INVALID_REQUEST, "", "and " + unlisted + " more"));
        }
        return all;
    }
}
