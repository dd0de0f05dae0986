package io.quaestor.ingest.job;

import java.util.Optional;

/**
 * The further submissions of a run. Their places grow within a partition, so one that does not is
 * seen again and not counted again.
 *
 * @param remembered those that came while it ran and wait, or waited, for its answer
 * @param replayed those that were answered with its answer
 */
public record Duplicates(
        int remembered,
        int replayed,
        Optional<Place> lastRemembered,
        Optional<Place> lastReplayed) {

    static final Duplicates NONE = new Duplicates(0, 0, Optional.empty(), Optional.empty());

    Duplicates remembering(Place submission) {
        return isNews(lastRemembered, submission)
                ? new Duplicates(remembered + 1, replayed, Optional.of(submission), lastReplayed)
                : this;
    }

    Duplicates replaying(Place submission) {
        return isNews(lastReplayed, submission)
                ? new Duplicates(remembered, replayed + 1, lastRemembered, Optional.of(submission))
                : this;
    }

    private static boolean isNews(Optional<Place> last, Place place) {
        return last.map(
                        known ->
                                known.partition() != place.partition()
                                        || known.offset() < place.offset())
                .orElse(true);
    }
}
