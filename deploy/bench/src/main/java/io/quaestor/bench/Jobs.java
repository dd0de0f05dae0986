package io.quaestor.bench;

import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every request of a run and what became of it. Not thread-safe.
 *
 * <p>Both instants are the client's own: before it hands a request to Kafka, and when it has read
 * the response, committed.
 */
final class Jobs {
    /**
     * An answered request.
     *
     * @param addedNanos from submission to response, without the time inside provider calls
     */
    record Answer(long answeredAtNanos, long addedNanos) {}

    private static final int EXAMPLES = 10;

    private final List<Long> sentAt = new ArrayList<>();
    private final List<Integer> departments = new ArrayList<>();
    private final List<Boolean> done = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final int[] open = new int[BenchCatalog.DEPARTMENTS];
    private final List<String> failures = new ArrayList<>();
    private int notSucceeded;
    private int unexpected;

    /** Numbers the next request. */
    int sending(int department, long nowNanos) {
        sentAt.add(nowNanos);
        departments.add(department);
        done.add(false);
        open[department]++;
        return sentAt.size() - 1;
    }

    void answered(LlmResponse response, long nowNanos) {
        int number = Integer.parseInt(response.getRequestId());
        if (number >= sentAt.size() || done.get(number)) {
            unexpected++;
            return;
        }
        done.set(number, true);
        open[departments.get(number)]--;
        if (response.getStatus() != JobStatus.SUCCEEDED) {
            notSucceeded++;
            describe(response);
        }
        long inProvider = response.getTimings().getProviderMillis() * 1_000_000;
        answers.add(new Answer(nowNanos, nowNanos - sentAt.get(number) - inProvider));
    }

    private void describe(LlmResponse response) {
        if (failures.size() < EXAMPLES) {
            var error = Optional.ofNullable(response.getError());
            failures.add(
                    "request %s: %s %s"
                            .formatted(
                                    response.getRequestId(),
                                    response.getStatus(),
                                    error.map(why -> why.getType() + " " + why.getMessage())
                                            .orElse("")));
        }
    }

    int published() {
        return sentAt.size();
    }

    /** Requests of a department without an answer. */
    int open(int department) {
        return open[department];
    }

    /** Requests that have an answer. */
    int answered() {
        return answers.size();
    }

    /** Requests without an answer. */
    int open() {
        return sentAt.size() - answers.size();
    }

    int notSucceeded() {
        return notSucceeded;
    }

    /** What the first of those that did not succeed say. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Responses beyond the one that each request gets. */
    int unexpected() {
        return unexpected;
    }

    /** Answered after one instant, and not after another. */
    List<Answer> between(long fromNanos, long toNanos) {
        return answers.stream()
                .filter(answer -> answer.answeredAtNanos() > fromNanos)
                .filter(answer -> answer.answeredAtNanos() <= toNanos)
                .toList();
    }
}
