package io.quaestor.router.admit;

import io.quaestor.router.job.Decided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The decisions of one transaction as they are taken; each is staged in its lane's tracker. */
final class AdmissionBatch {
    /**
     * Payload in one transaction: a token carries its whole request, and all must be sent well
     * within the transaction's timeout.
     */
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    /** Arrivals looked at for one transaction: a new catalogue has everyone examined again. */
    static final int MAX_EXAMINED = 2_000;

    private final Admission admission;
    private final QueueRoom room;
    private final int maxDecisions;
    private final Instant now;
    private final List<AdmissionFlow.Item> items = new ArrayList<>();
    private long bytes;
    private int examined;

    AdmissionBatch(Admission admission, QueueRoom room, int maxDecisions, Instant now) {
        this.admission = admission;
        this.room = room;
        this.maxDecisions = maxDecisions;
        this.now = now;
    }

    Admission admission() {
        return admission;
    }

    QueueRoom room() {
        return room;
    }

    Instant now() {
        return now;
    }

    List<AdmissionFlow.Item> items() {
        return items;
    }

    boolean isFull() {
        return free() == 0;
    }

    /** Decisions that may still be added. */
    int free() {
        return bytes >= MAX_BYTES ? 0 : maxDecisions - items.size();
    }

    boolean mayExamine() {
        return examined < MAX_EXAMINED;
    }

    Admission.Examined examine(AdmissionLane lane, Applicant applicant) {
        examined++;
        return admission.examine(applicant, lane.budgets(), now);
    }

    /** The job ends here. */
    void end(AdmissionLane lane, Applicant applicant, Decided decided) {
        add(new AdmissionFlow.Item(lane, applicant, Optional.empty(), decided));
    }

    /** The job goes to the provider's queue. */
    void route(AdmissionLane lane, Applicant applicant, String provider, Decided decided) {
        room.take(lane, provider, applicant.content().bytes());
        add(new AdmissionFlow.Item(lane, applicant, Optional.of(provider), decided));
    }

    /** The job goes there as soon as its content is back; until then its place is kept. */
    void recall(AdmissionLane lane, Applicant applicant, String provider) {
        room.take(lane, provider, applicant.content().bytes());
        lane.contents().recall(applicant, provider);
    }

    private void add(AdmissionFlow.Item item) {
        var applicant = item.applicant();
        item.lane().tracker(applicant.source()).finish(applicant.offset());
        items.add(item);
        bytes += applicant.content().bytes();
    }
}
