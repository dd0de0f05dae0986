package io.quaestor.ingest.submission;

import java.time.Duration;

/**
 * The bounds that the topics of the cluster set.
 *
 * @param requestBytes largest value on the request topic
 * @param deadline longest time from submission to deadline
 * @param defaultDeadline the deadline of a request that names none
 */
public record Limits(int requestBytes, Duration deadline, Duration defaultDeadline) {}
