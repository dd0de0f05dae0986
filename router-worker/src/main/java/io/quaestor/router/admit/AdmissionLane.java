package io.quaestor.router.admit;

import io.quaestor.event.Job;
import io.quaestor.router.budget.BudgetBook;
import io.quaestor.router.track.OffsetTracker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One lane while this worker owns its admission: its two trackers, who waits, what is known of its
 * budgets, and what it has routed.
 *
 * <p>Not thread-safe; the loop's thread only.
 */
final class AdmissionLane {
    private final int lane;
    private final OffsetTracker accepted;
    private final OffsetTracker returned;
    private final WaitingRoom room = new WaitingRoom();
    private final BudgetBook budgets = new BudgetBook();
    private final Map<String, QueueCredit> credits = new HashMap<>();

    /**
     * Jobs to be examined, by offset: the oldest is always the next, however often it comes here.
     * Those that came back do not queue behind those that are new.
     */
    private final NavigableMap<Long, Applicant> arrivedNew = new TreeMap<>();

    private final NavigableMap<Long, Applicant> arrivedBack = new TreeMap<>();

    /**
     * Jobs with a name the catalogue does not know, until the catalogue is certainly new enough.
     */
    private final List<Applicant> unknown = new ArrayList<>();

    /** Jobs for which it is. */
    private final Set<Applicant> certain = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Jobs whose refusal could not be written to their reply topic. */
    private final Set<Applicant> undeliverable = Collections.newSetFromMap(new IdentityHashMap<>());

    private final IdentityHashMap<Applicant, Unroutable> unroutable = new IdentityHashMap<>();
    private final Contents contents = new Contents();

    /** How often a decision about a job failed for a fault of ours. */
    private final IdentityHashMap<Job, Integer> faults = new IdentityHashMap<>();

    AdmissionLane(int lane, OffsetTracker accepted, OffsetTracker returned) {
        this.lane = lane;
        this.accepted = accepted;
        this.returned = returned;
    }

    int lane() {
        return lane;
    }

    OffsetTracker tracker(Applicant.Source source) {
        return switch (source) {
            case ACCEPTED -> accepted;
            case RETURNED -> returned;
        };
    }

    WaitingRoom room() {
        return room;
    }

    /** Departments with jobs not yet on the provider's queue, the recalled included. */
    Set<String> departmentsWaitingFor(String provider) {
        var departments = new HashSet<>(room.departmentsWaitingFor(provider));
        departments.addAll(contents.recallsFor(provider));
        return departments;
    }

    BudgetBook budgets() {
        return budgets;
    }

    QueueCredit credit(String provider) {
        return credits.computeIfAbsent(provider, _ -> new QueueCredit());
    }

    NavigableMap<Long, Applicant> arrived(Applicant.Source source) {
        return switch (source) {
            case ACCEPTED -> arrivedNew;
            case RETURNED -> arrivedBack;
        };
    }

    /** Takes a job just read, unless a former owner has decided it. */
    void take(Applicant applicant) {
        if (tracker(applicant.source()).delivered(applicant.offset())
                != OffsetTracker.Known.FINISHED) {
            arrive(applicant);
            contents.add(applicant);
        }
    }

    /** A record that cannot be read holds nothing up; it lies among the dead letters. */
    void skip(Applicant.Source source, long offset) {
        tracker(source).discard(offset);
    }

    /** What was planned for those who wait is void. */
    void examineAgain() {
        room.leaveAll().forEach(this::arrive);
    }

    /** It is to be examined, for the first time or again. */
    void arrive(Applicant applicant) {
        arrived(applicant.source()).put(applicant.offset(), applicant);
    }

    void doubt(Applicant applicant) {
        unknown.add(applicant);
    }

    /** The jobs in doubt, to be examined again on a catalogue that is certainly newer than they. */
    void resolveDoubts(List<Applicant> doubted) {
        certain.addAll(doubted);
        doubted.forEach(this::arrive);
    }

    List<Applicant> takeDoubts() {
        var doubted = List.copyOf(unknown);
        unknown.clear();
        return doubted;
    }

    boolean isCertain(Applicant applicant) {
        return certain.contains(applicant);
    }

    /** False when that is known already. */
    boolean undeliverable(Applicant applicant) {
        return undeliverable.add(applicant);
    }

    void unroutable(Applicant applicant, Unroutable why) {
        unroutable.put(applicant, why);
    }

    Optional<Unroutable> unroutable(Applicant applicant) {
        return Optional.ofNullable(unroutable.get(applicant));
    }

    /** The content of a job was read again; a job that was recalled for it goes on. */
    void restore(Applicant.Source source, long offset, Content again) {
        contents.restore(source, offset, again).ifPresent(this::arrive);
    }

    /** Reading has passed what was recalled before this offset: those records are gone. */
    void passed(Applicant.Source source, long offset) {
        for (var applicant : contents.goneBefore(source, offset)) {
            unroutable(applicant, Unroutable.GONE);
            arrive(applicant);
        }
    }

    /** Another decision about the job failed; how many have. */
    int failed(Applicant applicant) {
        return faults.merge(applicant.job(), 1, Integer::sum);
    }

    boolean isUndeliverable(Applicant applicant) {
        return undeliverable.contains(applicant);
    }

    /** The job is decided and nothing of it stays here. */
    void decided(Applicant applicant) {
        certain.remove(applicant);
        undeliverable.remove(applicant);
        unroutable.remove(applicant);
        faults.remove(applicant.job());
        contents.remove(applicant);
    }

    Contents contents() {
        return contents;
    }

    /** The last number that was taken. */
    long sequence() {
        return accepted.takenSequence();
    }

    /** Numbers after this one were not used. */
    void sequence(long last) {
        accepted.giveBackAfter(last);
    }

    /** The next number of the lane's admission sequence. */
    long nextSequence() {
        return accepted.nextSequence();
    }

    void committed() {
        accepted.committed();
        returned.committed();
    }

    void aborted() {
        accepted.aborted();
        returned.aborted();
    }
}
