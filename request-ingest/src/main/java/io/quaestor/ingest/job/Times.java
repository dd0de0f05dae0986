package io.quaestor.ingest.job;

import java.time.Instant;
import java.util.Optional;

/**
 * When a run went on, by the clocks of the stages that wrote of it.
 *
 * @param seenFrom time of its first event that was seen, usually its acceptance; jobs are listed by
 *     it
 * @param admittedAt last time it was put on a provider's queue
 * @param startedAt last time a call began
 * @param notBefore earliest time of the next try, while there is to be one
 * @param deadline latest time a call may start
 */
public record Times(
        Instant seenFrom,
        Optional<Instant> admittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> notBefore,
        Optional<Instant> finishedAt,
        Optional<Instant> deadline) {

    static Times from(Instant seenFrom) {
        return new Times(
                seenFrom,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Times due(Instant deadline) {
        return new Times(
                seenFrom, admittedAt, startedAt, notBefore, finishedAt, Optional.of(deadline));
    }

    Times admitted(Instant at) {
        return new Times(
                seenFrom, Optional.of(at), startedAt, Optional.empty(), finishedAt, deadline);
    }

    Times started(Instant at) {
        return new Times(seenFrom, admittedAt, Optional.of(at), notBefore, finishedAt, deadline);
    }

    Times handedBack(Instant next) {
        return new Times(seenFrom, admittedAt, startedAt, Optional.of(next), finishedAt, deadline);
    }

    Times finished(Instant at) {
        return new Times(
                seenFrom, admittedAt, startedAt, Optional.empty(), Optional.of(at), deadline);
    }
}
