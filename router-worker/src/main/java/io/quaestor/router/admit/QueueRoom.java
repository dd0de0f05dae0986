package io.quaestor.router.admit;

import io.quaestor.router.fair.Weights;
import io.quaestor.router.lag.LagLimits;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which queues take another job, counted over what lies there and what the batch at hand adds. The
 * shares of the lanes are those at its beginning.
 */
final class QueueRoom {
    private record Queue(int lane, String provider) {}

    private final LagLimits limits;
    private final Collection<AdmissionLane> lanes;
    private final Weights weights;
    private final Set<String> closed;
    private final Map<String, Map<Integer, LagLimits.Share>> shares = new HashMap<>();
    private final Map<Queue, Integer> jobs = new HashMap<>();
    private final Map<Queue, Long> bytes = new HashMap<>();

    /**
     * @param closed providers whose queues take nothing now
     */
    QueueRoom(
            LagLimits limits,
            Collection<AdmissionLane> lanes,
            Weights weights,
            Set<String> closed) {
        this.limits = limits;
        this.lanes = lanes;
        this.weights = weights;
        this.closed = closed;
        for (var lane : lanes) {
            for (var source : Applicant.Source.values()) {
                lane.contents().recalled(source).forEach(recalled -> keep(lane, recalled));
            }
        }
    }

    private void keep(AdmissionLane lane, Contents.Recalled recalled) {
        take(lane, recalled.provider(), recalled.applicant().content().bytes());
    }

    boolean hasRoom(AdmissionLane lane, String provider) {
        if (closed.contains(provider)) {
            return false;
        }
        var queue = new Queue(lane.lane(), provider);
        var credit = lane.credit(provider);
        var share =
                shares.computeIfAbsent(provider, this::shares)
                        .getOrDefault(lane.lane(), LagLimits.Share.NONE);
        // One job may always lie there, however large: a share is at least a byte.
        return credit.jobs() + jobs.getOrDefault(queue, 0) < share.jobs()
                && credit.bytes() + bytes.getOrDefault(queue, 0L) < share.bytes();
    }

    /** What lanes have there with nothing more to add is taken; the others divide the rest. */
    private Map<Integer, LagLimits.Share> shares(String provider) {
        var waiting = new HashMap<Integer, Integer>();
        var taken = LagLimits.Share.NONE;
        for (var lane : lanes) {
            int weight = weights.sum(lane.departmentsWaitingFor(provider));
            waiting.put(lane.lane(), weight);
            if (weight == 0) {
                taken = taken.plus(lane.credit(provider).jobs(), lane.credit(provider).bytes());
            }
        }
        return limits.of(provider, waiting, taken);
    }

    void take(AdmissionLane lane, String provider, long jobBytes) {
        var queue = new Queue(lane.lane(), provider);
        jobs.merge(queue, 1, Integer::sum);
        bytes.merge(queue, jobBytes, Long::sum);
    }
}
