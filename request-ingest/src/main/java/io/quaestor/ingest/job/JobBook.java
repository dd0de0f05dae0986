package io.quaestor.ingest.job;

import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.JobId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest jobs, within a bound on their number and one on their bytes.
 *
 * <p>Beyond a bound a sixteenth goes: of those that ended the ones that came first, and only when
 * none is left that ended, the oldest of the others. That costs a job one glance, and one more for
 * each time that it lives through. Safe for several threads; readers never wait.
 */
public final class JobBook {

    /**
     * @param jobsMax most jobs
     * @param bytesMax most bytes of heap
     */
    public record Bounds(int jobsMax, long bytesMax) {
        public Bounds {
            if (jobsMax < 1 || bytesMax < 1) {
                throw new IllegalArgumentException(
                        "no room for jobs: " + jobsMax + ", " + bytesMax);
            }
        }
    }

    /** Entry, key, record, array and place in line, measured (JobBookMemoryTest). */
    static final int OVERHEAD_BYTES = 117;

    private static final int PART_TO_FREE = 16;

    private final Bounds bounds;
    private final Map<UUID, PackedJob> jobs = new ConcurrentHashMap<>();

    /**
     * The key of every job, once: as they came, but for those that lived when there was no room.
     */
    private final Deque<UUID> arrivals = new ArrayDeque<>();

    private final AtomicIntegerArray counts = new AtomicIntegerArray(JobState.values().length);
    private long bytes;
    private long oddities;
    private volatile Optional<Instant> forgottenUpTo = Optional.empty();

    public JobBook(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Folds the event into its job; one that tells of no job changes nothing. */
    public synchronized void add(JournalEvent event) {
        if (JobFold.concerns(event)) {
            var known = find(JobId.parse(event.getSubject()));
            var next = JobFold.plus(known, event);
            next.ifPresent(this::put);
            if (!JobFold.isLegal(known, event, next)) {
                oddities++;
            }
        }
    }

    /** How many events did what the table of transitions has not; they are folded all the same. */
    public synchronized long oddities() {
        return oddities;
    }

    /** Notes a submission before the journal tells of it, which may have come first. */
    public synchronized void submitted(JobStanding job) {
        boolean isNews =
                find(job.jobId())
                        .map(known -> known.origin().run() < job.origin().run())
                        .orElse(true);
        if (isNews) {
            put(job);
        }
    }

    public Optional<JobStanding> find(JobId id) {
        return Optional.ofNullable(jobs.get(id.bits())).map(PackedJob::unpacked);
    }

    /**
     * The newest jobs that match, newest first. Looks at every job: some milliseconds for hundreds
     * of thousands.
     *
     * @param after behind which the list begins; empty for its beginning
     * @param most jobs in the answer, at least 1
     */
    public List<JobStanding> newest(JobFilter filter, Optional<JobPosition> after, int most) {
        var newest = new PriorityQueue<JobPosition>(most + 1, JobPosition.NEWEST_FIRST.reversed());
        jobs.forEach(
                (id, job) -> {
                    var position = new JobPosition(job.seenFromMillis(), id);
                    if (filter.matches(job) && after.map(position::isBehind).orElse(true)) {
                        newest.add(position);
                        if (newest.size() > most) {
                            newest.remove();
                        }
                    }
                });
        return newest.stream()
                .sorted(JobPosition.NEWEST_FIRST)
                .map(position -> find(new JobId(position.id())))
                .flatMap(Optional::stream)
                .toList();
    }

    public int size() {
        return jobs.size();
    }

    /** How many jobs are in the state; kept as they change, not counted. */
    public int size(JobState state) {
        return counts.get(state.ordinal());
    }

    /** Bytes of heap that the jobs take, by {@link #OVERHEAD_BYTES}. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Jobs first seen up to then may be missing, for want of room; empty while none is. */
    public Optional<Instant> forgottenUpTo() {
        return forgottenUpTo;
    }

    private void put(JobStanding job) {
        var packed = PackedJob.of(job);
        var former = jobs.put(job.jobId().bits(), packed);
        weigh(packed, 1);
        if (former == null) {
            arrivals.add(job.jobId().bits());
        } else {
            weigh(former, -1);
        }
        if (jobs.size() > bounds.jobsMax() || bytes > bounds.bytesMax()) {
            makeRoom();
        }
    }

    /**
     * @param times 1 for a job that came, -1 for one that went
     */
    private void weigh(PackedJob job, int times) {
        bytes += (long) times * (OVERHEAD_BYTES + job.bytes().length);
        counts.addAndGet(job.state().ordinal(), times);
    }

    /** Each job is looked at once; if that was not enough, even those that live must go. */
    private void makeRoom() {
        for (int left = arrivals.size(); left > 0 && isCrowded(); left--) {
            var id = arrivals.remove();
            if (inBook(jobs.get(id)).state().isFinal()) {
                forget(id);
            } else {
                arrivals.add(id);
            }
        }
        while (isCrowded()) {
            forget(arrivals.remove());
        }
    }

    /** Whether there is less room than there is to be after some was made. */
    private boolean isCrowded() {
        return jobs.size() > roomy(bounds.jobsMax()) || bytes > roomy(bounds.bytesMax());
    }

    private static long roomy(long bound) {
        return bound - bound / PART_TO_FREE;
    }

    /** What waits in line is in the book. */
    private static PackedJob inBook(@Nullable PackedJob job) {
        return Objects.requireNonNull(job);
    }

    private void forget(UUID id) {
        var job = inBook(jobs.remove(id));
        weigh(job, -1);
        var seenFrom = Instant.ofEpochMilli(job.seenFromMillis());
        if (forgottenUpTo.map(upTo -> upTo.isBefore(seenFrom)).orElse(true)) {
            forgottenUpTo = Optional.of(seenFrom);
        }
    }
}
