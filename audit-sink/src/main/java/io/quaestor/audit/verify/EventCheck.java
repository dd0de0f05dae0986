package io.quaestor.audit.verify;

import io.quaestor.audit.verify.EventView.StageNumber;
import io.quaestor.audit.verify.Problem.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the numbers inside one lane's events fit together: each run's events are contiguous and
 * as many as its terminal event counts, and no admission of a former owner is missing.
 *
 * <p>Complete as far as the writers count: an event that was never written to the journal leaves a
 * gap here, which no hash can show. Numbers of writing stages are looked at in {@link
 * StageNumbers}, for within a transaction they need not be in order.
 */
final class EventCheck {

    private final Findings findings;

    /** The last event's number of each run that has not ended. */
    private final Map<String, Integer> openRuns = new HashMap<>();

    private long lastAdmission;

    EventCheck(Findings findings) {
        this.findings = findings;
    }

    void event(long sequence, EventView event) {
        if (event.lane() != findings.lane()) {
            findings.add(sequence, Kind.LANE_MISMATCH, "the event belongs to lane " + event.lane());
        }
        event.stageNumber()
                .filter(StageNumber::ofAdmission)
                .ifPresent(at -> lastAdmission = Math.max(lastAdmission, at.number()));
        event.formerAdmissions().ifPresent(former -> taken(sequence, former));
        if (event.number() > 0) {
            ofRun(sequence, event);
        }
    }

    private void ofRun(long sequence, EventView event) {
        String run = event.subject() + "/" + event.run();
        int last = Optional.ofNullable(openRuns.put(run, event.number())).orElse(0);
        if (event.number() != last + 1) {
            findings.add(
                    sequence,
                    Kind.RUN_SEQUENCE,
                    "event %d of run %s follows event %d".formatted(event.number(), run, last));
        }
        event.terminalCount().ifPresent(count -> ended(sequence, run, event.number(), count));
    }

    private void ended(long sequence, String run, int number, int count) {
        openRuns.remove(run);
        if (number != count) {
            findings.add(
                    sequence,
                    Kind.RUN_SEQUENCE,
                    "run %s ends with event %d and counts %d".formatted(run, number, count));
        }
    }

    private void taken(long sequence, long formerAdmissions) {
        if (formerAdmissions > lastAdmission) {
            findings.add(
                    sequence,
                    Kind.ADMISSION_SEQUENCE,
                    "former owners admitted up to number %d, the chain up to %d"
                            .formatted(formerAdmissions, lastAdmission));
        }
    }
}
