package io.quaestor.router.admit;

import io.quaestor.router.waits.Wait;
import io.quaestor.router.waits.WaitReason;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Why jobs are not on a provider's queue yet. Pure. */
record AdmissionWaits(Predicate<Way> inService, Set<String> closed) {
    Map<Wait, Integer> of(Collection<AdmissionLane> lanes) {
        var waits = new HashMap<Wait, Integer>();
        for (var lane : lanes) {
            lane.room().lines().forEach(line -> waits.merge(wait(line), line.size(), Integer::sum));
            lane.room()
                    .postponed()
                    .forEach(applicant -> waits.merge(postponed(applicant), 1, Integer::sum));
            for (var source : Applicant.Source.values()) {
                lane.contents()
                        .recalled(source)
                        .forEach(recalled -> waits.merge(wait(recalled), 1, Integer::sum));
            }
        }
        return waits;
    }

    /** For the first of its ways that is in service. */
    private Wait wait(Line line) {
        var ways = line.ways().all();
        var served = ways.stream().filter(inService).map(Way::provider).findFirst();
        var provider = served.orElseGet(() -> ways.getFirst().provider());
        return new Wait(provider, line.department(), reason(served.isPresent(), provider));
    }

    private WaitReason reason(boolean isServed, String provider) {
        if (!isServed) {
            return WaitReason.CIRCUIT;
        }
        return closed.contains(provider) ? WaitReason.QUEUE_CLOSED : WaitReason.LAG_LIMIT;
    }

    private static Wait wait(Contents.Recalled recalled) {
        return new Wait(recalled.provider(), recalled.applicant().department(), WaitReason.CONTENT);
    }

    /** For the provider that failed it last. */
    private static Wait postponed(Applicant applicant) {
        var tried = applicant.progress().getTried();
        var provider = tried.isEmpty() ? "" : tried.getLast().getRoute().getProvider();
        return new Wait(provider, applicant.department(), WaitReason.NOT_BEFORE);
    }
}
