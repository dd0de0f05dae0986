package io.quaestor.audit.verify;

import io.quaestor.audit.verify.Problem.Kind;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one chain. */
final class Findings {

    private final int lane;
    private final List<Problem> problems = new ArrayList<>();

    Findings(int lane) {
        this.lane = lane;
    }

    int lane() {
        return lane;
    }

    void add(long sequence, Kind kind, String detail) {
        if (problems.size() < ChainVerification.MAX_PROBLEMS) {
            problems.add(new Problem(lane, sequence, kind, detail));
        }
    }

    List<Problem> problems() {
        return problems;
    }
}
