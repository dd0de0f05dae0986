package io.quaestor.cli.provider;

/**
 * What lies on one provider's queue over all lanes.
 *
 * @param notStarted offsets at or after the first job not started: routed jobs, and at most a few
 *     transaction markers that nobody has tidied up yet
 * @param inFlight calls that are open or whose outcome is not committed
 * @param lag plain Kafka lag in offsets
 */
public record QueueStanding(long notStarted, int inFlight, long lag) {
    public static final QueueStanding NONE = new QueueStanding(0, 0, 0);

    QueueStanding plus(QueueStanding other) {
        return new QueueStanding(
                notStarted + other.notStarted, inFlight + other.inFlight, lag + other.lag);
    }
}
