package io.quaestor.cli.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.chaos.check.CallsCharged;
import io.quaestor.cli.chaos.check.OneAnswerEach;
import io.quaestor.cli.chaos.check.Recoveries;
import io.quaestor.cli.chaos.check.Recoveries.Recovery;
import io.quaestor.cli.chaos.check.Repetitions;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.plan.Fault.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign came to; as JSON, the object that the command prints last.
 *
 * @param seconds of load
 * @param submissions that can be read: other bytes are no submission of a job, and get a dead
 *     letter
 * @param lost submissions without a response, and unreadable bytes without a dead letter
 * @param repeatedCalls calls of jobs with an earlier call of which nobody knows how it ended
 * @param maxRepeatedPerKill the most of them that one kill or pause of a worker caused
 * @param unknownOutcomes calls of which nobody knows how they ended, cancelled ones included
 * @param uncharged answered calls without a charge
 * @param recoverySecondsP50 see {@link Recoveries}; null when nothing was measured
 */
public record CampaignOutcome(
        long seed,
        long seconds,
        int submissions,
        int responses,
        int lost,
        int duplicates,
        int providerCalls,
        int repeatedCalls,
        int maxRepeatedPerKill,
        int unknownOutcomes,
        int uncharged,
        Map<String, Integer> kills,
        Map<String, Integer> pauses,
        @Nullable Double recoverySecondsP50,
        @Nullable Double recoverySecondsMax,
        boolean auditVerified,
        List<String> violations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static CampaignOutcome of(CampaignSettings settings, Facts facts, List<String> violations) {
        var recoveries =
                Recoveries.of(facts).stream().mapToLong(Recovery::millis).sorted().toArray();
        return new CampaignOutcome(
                settings.seed(),
                settings.length().toSeconds(),
                Math.toIntExact(
                        facts.topics().submissions().stream()
                                .filter(one -> one.requestId().isPresent())
                                .count()),
                facts.topics().answers().size(),
                OneAnswerEach.lost(facts).size(),
                OneAnswerEach.duplicates(facts).size(),
                facts.calls().size(),
                Repetitions.repeated(facts).size(),
                Repetitions.mostPerFault(facts),
                Repetitions.unknowns(facts).size(),
                CallsCharged.uncharged(facts).size(),
                count(facts, Kind.KILL),
                count(facts, Kind.PAUSE),
                recoveries.length == 0 ? null : recoveries[recoveries.length / 2] / 1e3,
                recoveries.length == 0 ? null : recoveries[recoveries.length - 1] / 1e3,
                facts.audit().problems().isEmpty(),
                violations);
    }

    private static Map<String, Integer> count(Facts facts, Kind kind) {
        var counts = new TreeMap<String, Integer>();
        facts.disturbances().stream()
                .filter(one -> one.fault().kind() == kind)
                .forEach(one -> counts.merge(one.fault().target().option(), 1, Integer::sum));
        return counts;
    }

    /** One line. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }

    /**
     * For people.
     *
     * @param state where everything about it is
     */
    public void print(PrintWriter out, Path state) {
        out.printf(
                "%d submissions, %d responses, %d lost, %d answered twice, %d calls%n",
                submissions, responses, lost, duplicates, providerCalls);
        out.printf(
                "killed %s, paused %s; %d outcomes unknown, %d calls repeated, at most %d by one fault%n",
                kills, pauses, unknownOutcomes, repeatedCalls, maxRepeatedPerKill);
        out.printf(
                "went on after %s s (median), %s s at most; audit log %s%n",
                recoverySecondsP50, recoverySecondsMax, auditVerified ? "verified" : "BROKEN");
        if (!violations.isEmpty()) {
            out.println("Plan, logs, topics and call log are kept in " + state);
        }
        violations.forEach(violation -> out.println("VIOLATED  " + violation));
    }
}
