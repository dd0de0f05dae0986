package io.quaestor.spend;

import io.quaestor.service.http.Problem;
import io.quaestor.service.http.ProblemException;
import io.quaestor.service.http.ProblemKind;
import java.time.Duration;
import java.util.Optional;

/** Half a view would show half the spend: who asks too early is told to come back. */
final class CaughtUp {
    private static final Duration RETRY = Duration.ofSeconds(2);

    /**
     * @throws ProblemException as 503 with {@code Retry-After} while there is nothing whole to show
     */
    static <T> T orLater(Optional<T> fold) {
        return fold.orElseThrow(
                () ->
                        ProblemException.retryAfter(
                                RETRY,
                                Problem.of(
                                        ProblemKind.NOT_READY,
                                        "The spend topics are still being read from their start.")));
    }

    private CaughtUp() {}
}
