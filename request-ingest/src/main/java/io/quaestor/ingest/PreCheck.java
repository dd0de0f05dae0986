package io.quaestor.ingest;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Problem;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.submission.Judge;
import io.quaestor.ingest.submission.Submission;
import io.quaestor.ingest.submission.Submitted;
import io.quaestor.ingest.submission.Views;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Judges a request by the rules of ingest before it is published, so that whoever sends it over
 * HTTP hears of its problems at once. What passes is judged again where it lies: nothing depends on
 * this. Safe for several threads.
 */
public final class PreCheck {

    /** It lies nowhere yet; only a run would be told from it, and nobody sees this one. */
    private static final TopicPosition NOWHERE = new TopicPosition("", 0, 0L);

    /** As long as a look at both views takes at most. */
    private static final long TURN_MS = 2_000;

    private final ReentrantLock looking = new ReentrantLock(true);
    private final Judge judge;
    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogCatchUp catchUp;
    private final ReplyTopicView replyTopics;

    /**
     * @param catchUp used by nobody else
     * @param replyTopics used by nobody else
     */
    PreCheck(
            Judge judge,
            Supplier<CatalogSnapshot> catalog,
            CatalogCatchUp catchUp,
            ReplyTopicView replyTopics) {
        this.judge = judge;
        this.catalog = catalog;
        this.catchUp = catchUp;
        this.replyTopics = replyTopics;
    }

    /**
     * All that is known to be wrong; none means that it would be accepted now. Waits for some
     * seconds at most, and only if it holds a name that is unknown.
     *
     * @param valueBytes size of the record to be published
     * @throws ViewUnavailableException when a name cannot be looked up in time
     */
    public List<Problem> problems(LlmRequest request, int valueBytes, Instant now) {
        var submitted = new Submitted(request, NOWHERE, 0, now, valueBytes, ByteBuffer.allocate(0));
        var submission = judged(submitted, now);
        return submission instanceof Submission.Rejected rejected ? rejected.problems() : List.of();
    }

    private Submission judged(Submitted submitted, Instant now) {
        var submission = judged(submitted, false, now);
        if (submission instanceof Submission.NeedsFreshView unseen) {
            look(unseen, now);
            return judged(submitted, true, now);
        }
        return submission;
    }

    /** One at a time: unknown names wait for each other, known ones for nobody. */
    private void look(Submission.NeedsFreshView unseen, Instant now) {
        takeTurn();
        try {
            unseen.department().ifPresent(name -> catchUp.before(name, now));
            unseen.replyTopic().ifPresent(replyTopics::look);
        } finally {
            looking.unlock();
        }
    }

    private void takeTurn() {
        try {
            if (!looking.tryLock(TURN_MS, TimeUnit.MILLISECONDS)) {
                throw new ViewUnavailableException("other names are looked up for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ViewUnavailableException("interrupted", e);
        }
    }

    private Submission judged(Submitted submitted, boolean catalogIsFresh, Instant now) {
        return judge.judge(submitted, new Views(catalog.get(), catalogIsFresh, replyTopics), now);
    }
}
