package io.quaestor.router.track;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * Which offsets of one partition are finished, in flight or waiting, in whatever order jobs end.
 *
 * <p>Changes are staged by {@link #start} and {@link #finish}, written into a transaction as {@link
 * #mark()} shows them, and made final by {@link #committed()} or taken back by {@link #aborted()}.
 * The mark never lies past an unfinished job, and a tracker restored from it knows every job that
 * was finished or in flight. Not thread-safe.
 */
public final class OffsetTracker {
    /** What the tracker knew of a record before it was read. */
    public enum Known {
        /** Not touched yet. */
        NEW,
        /** Finished before a takeover: it must not be handled again. */
        FINISHED,
        /** In flight when its former owner went away: its outcome is unknown. */
        IN_FLIGHT
    }

    /** The origin moves up when this many finished offsets lie before the watermark. */
    private static final int REBASE_AFTER = 8_192;

    private final UUID topicId;
    private final BitSet finished = new BitSet();
    private final BitSet inFlight = new BitSet();
    private final List<Change> staged = new ArrayList<>();

    /** Offset of bit 0. */
    private long origin;

    /** First offset that was not read yet. */
    private long next;

    private long sequence;
    private long stagedSequence;

    private record Change(long offset, boolean wasInFlight, boolean finishes) {}

    private OffsetTracker(UUID topicId, long position) {
        this.topicId = topicId;
        this.origin = position;
        this.next = position;
    }

    /**
     * A partition of which nothing before {@code position} is unfinished and nothing behind it was
     * touched.
     */
    public static OffsetTracker fresh(UUID topicId, long position) {
        return new OffsetTracker(topicId, position);
    }

    /**
     * The tracker that wrote the mark, as it was then; reading goes on at the mark's offset.
     *
     * @throws CorruptMarkException when the metadata is damaged or of another topic (one that was
     *     deleted and created again)
     */
    public static OffsetTracker restore(UUID topicId, Mark mark) {
        var tracker = new OffsetTracker(topicId, mark.offset());
        if (mark.metadata().isEmpty()) {
            return tracker;
        }
        var progress = MarkCodec.decode(mark.offset(), mark.metadata());
        if (!progress.topicId().equals(topicId)) {
            throw new CorruptMarkException(
                    "offset metadata of topic " + progress.topicId() + " on topic " + topicId);
        }
        tracker.finished.or(progress.finished());
        tracker.inFlight.or(progress.inFlight());
        tracker.sequence = progress.sequence();
        tracker.stagedSequence = progress.sequence();
        return tracker;
    }

    /**
     * What a mark tells those who do not own its lane.
     *
     * @param startedUpTo first offset that is neither finished nor in flight
     * @param inFlight how many offsets are
     * @param weight as it was given to {@link #mark(int)}
     */
    public record Outline(long startedUpTo, int inFlight, int weight) {
        /** Of a lane of which nothing at or behind this offset has started. */
        public static Outline untouched(long offset) {
            return new Outline(offset, 0, 0);
        }
    }

    /**
     * What the mark tells, without restoring the whole.
     *
     * @throws CorruptMarkException when the metadata is damaged
     */
    public static Outline outline(Mark mark) {
        if (mark.metadata().isEmpty()) {
            return Outline.untouched(mark.offset());
        }
        var progress = MarkCodec.decode(mark.offset(), mark.metadata());
        return new Outline(
                progress.startedUpTo(), progress.inFlight().cardinality(), progress.weight());
    }

    /**
     * Takes note of a record just read. Offsets skipped before it (markers, aborted records) count
     * as finished.
     */
    public Known delivered(long offset) {
        skippedTo(offset);
        next = Math.max(next, offset + 1);
        if (finished.get(bit(offset))) {
            return Known.FINISHED;
        }
        return inFlight.get(bit(offset)) ? Known.IN_FLIGHT : Known.NEW;
    }

    /**
     * The consumer's position is {@code position}: whatever it did not deliver before that does not
     * exist.
     */
    public void skippedTo(long position) {
        if (position > next) {
            finished.set(bit(next), bit(position));
            // A record in flight that is gone (retention) has no outcome to wait for.
            inFlight.clear(bit(next), bit(position));
            next = position;
        }
    }

    /**
     * A record that cannot be used is finished for good, whatever becomes of the next transaction:
     * what there is to keep of it is kept elsewhere.
     */
    public void discard(long offset) {
        if (delivered(offset) != Known.FINISHED) {
            finished.set(bit(offset));
            inFlight.clear(bit(offset));
        }
    }

    /** Whether the record was read and is not finished. */
    public boolean isOpen(long offset) {
        return offset >= origin && offset < next && !finished.get(bit(offset));
    }

    /** Stages the intent of a call. */
    public void start(long offset) {
        stage(offset, false);
        inFlight.set(bit(offset));
    }

    /** Stages the end of a job: answered, rejected or handed on. */
    public void finish(long offset) {
        stage(offset, true);
        inFlight.clear(bit(offset));
        finished.set(bit(offset));
    }

    private void stage(long offset, boolean finishes) {
        if (!isOpen(offset)) {
            throw new IllegalStateException("offset " + offset + " is finished or was never read");
        }
        staged.add(new Change(offset, inFlight.get(bit(offset)), finishes));
    }

    /** The last number that was taken, whether or not its transaction counts. */
    public long takenSequence() {
        return stagedSequence;
    }

    /** Numbers taken after this one were not used. */
    public void giveBackAfter(long last) {
        stagedSequence = last;
    }

    /** Stages the next number of the stage's own sequence. */
    public long nextSequence() {
        return ++stagedSequence;
    }

    /** The last number given out, staged ones included. */
    public long sequence() {
        return stagedSequence;
    }

    /** What to commit if the staged changes become final. */
    public Mark mark() {
        return mark(0);
    }

    /**
     * The same, with a word to the owners of other lanes.
     *
     * @param weight of the departments whose jobs wait to be started; 0 when none do
     */
    public Mark mark(int weight) {
        long watermark = watermark();
        int from = bit(watermark);
        int touched = Math.max(from, Math.max(finished.length(), inFlight.length()));
        // Nothing further out was started or finished; what was skipped there is skipped again.
        int to = Math.min(touched, from + MarkCodec.MAX_SPAN);
        var progress =
                new Progress(
                        topicId,
                        watermark,
                        startedUpTo(),
                        stagedSequence,
                        weight,
                        to - from,
                        finished.get(from, to),
                        inFlight.get(from, to));
        var metadata = MarkCodec.encode(progress);
        if (metadata.isEmpty()) {
            throw new IllegalStateException(
                    "unfinished offsets from "
                            + watermark
                            + " over "
                            + (to - from)
                            + " do not fit");
        }
        return new Mark(watermark, metadata);
    }

    /** Whether {@code offset} may be started or finished without passing the metadata's bound. */
    public boolean fits(long offset) {
        return offset - watermark() < MarkCodec.MAX_SPAN;
    }

    /** The staged changes are committed. */
    public void committed() {
        staged.clear();
        sequence = stagedSequence;
        long watermark = watermark();
        if (watermark - origin > REBASE_AFTER) {
            rebase(watermark);
        }
    }

    /** The staged changes are void. */
    public void aborted() {
        for (var change : staged.reversed()) {
            if (change.finishes()) {
                finished.clear(bit(change.offset()));
            }
            inFlight.set(bit(change.offset()), change.wasInFlight());
        }
        staged.clear();
        stagedSequence = sequence;
    }

    /** The oldest unfinished offset; the next to be read when there is none. */
    public long watermark() {
        return Math.min(next, origin + finished.nextClearBit(0));
    }

    /** The first offset that is neither finished nor in flight. */
    public long startedUpTo() {
        int i = bit(watermark());
        while (finished.get(i) || inFlight.get(i)) {
            i++;
        }
        return origin + i;
    }

    /** First offset that was not read yet. */
    public long next() {
        return next;
    }

    /** Offsets in flight, staged ones included, oldest first. */
    public List<Long> inFlight() {
        return inFlight.stream().mapToObj(i -> origin + i).toList();
    }

    /** Offsets read and not finished. */
    public int unfinished() {
        return Math.toIntExact(next - origin) - finished.get(0, bit(next)).cardinality();
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - origin);
    }

    private void rebase(long to) {
        int shift = bit(to);
        var keptFinished = finished.get(shift, Math.max(shift, finished.length()));
        var keptInFlight = inFlight.get(shift, Math.max(shift, inFlight.length()));
        finished.clear();
        finished.or(keptFinished);
        inFlight.clear();
        inFlight.or(keptInFlight);
        origin = to;
    }
}
