package io.quaestor.cli.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CampaignPlanTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Set<Target> ALL = EnumSet.allOf(Target.class);

    @Test
    void choosesTheSameFaultsForTheSameSeedAndOthersForAnother() {
        var plan = plan(11, MINUTE);

        assertThat(plan(11, MINUTE)).isEqualTo(plan);
        assertThat(plan(12, MINUTE).faults()).isNotEqualTo(plan.faults());
        assertThat(plan(12, MINUTE).troubles()).isNotEqualTo(plan.troubles());
        assertThat(plan.describe())
                .contains("seed 11, 60 s")
                .contains(plan.faults().getFirst().toString());
    }

    @Test
    void keepsItsBoundsWhateverTheSeed() {
        for (long seed : seeds()) {
            var plan = plan(seed, Duration.ofMinutes(5));
            assertThat(plan.faults()).as("seed %d", seed).hasSizeGreaterThan(20);
            for (var fault : plan.faults()) {
                assertThat(fault.at()).isGreaterThanOrEqualTo(CampaignPlan.CALM_BEGINNING);
                assertThat(fault.ends())
                        .isLessThanOrEqualTo(plan.length().minus(CampaignPlan.CALM_END));
                if (fault.kind() == Fault.Kind.PAUSE) {
                    assertThat(fault.lasts().toMillis())
                            .isGreaterThanOrEqualTo(CampaignPlan.PAUSE_LEAST_MILLIS);
                }
            }
        }
    }

    @Test
    void leavesAProcessAloneUntilItHasRecovered() {
        for (long seed : seeds()) {
            var faults = plan(seed, Duration.ofMinutes(5)).faults();
            for (int i = 0; i < faults.size(); i++) {
                for (var later : faults.subList(i + 1, faults.size())) {
                    if (later.process().equals(faults.get(i).process())) {
                        assertThat(later.at())
                                .as("seed %d: %s", seed, later)
                                .isGreaterThanOrEqualTo(
                                        faults.get(i).ends().plus(CampaignPlan.RECOVERY));
                    }
                }
            }
        }
    }

    @Test
    void disturbsEveryTargetInTurnsAndNothingElse() {
        var all = plan(5, Duration.ofMinutes(10)).faults();
        assertThat(all.stream().map(Fault::target).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(all.stream().map(Fault::process).collect(Collectors.toSet()))
                .contains("router-worker-1", "router-worker-2", "router-worker-3", "postgres")
                .doesNotContain("router-worker-4");

        var workers = CampaignPlan.of(5, MINUTE, Set.of(Target.WORKER), ProviderFaults.NONE, 2);
        assertThat(workers.faults()).isNotEmpty().allMatch(it -> it.target() == Target.WORKER);
        assertThat(workers.troubles()).isEmpty();
        assertThat(CampaignPlan.of(5, MINUTE, Set.of(), ProviderFaults.NONE, 2).faults()).isEmpty();
    }

    @Test
    void leavesTheProvidersWindowsAsTheyAreWhenOtherTargetsAreChosen() {
        var some = CampaignPlan.of(5, MINUTE, Set.of(Target.BROKER), ProviderFaults.HEAVY, 3);

        assertThat(some.troubles()).isEqualTo(plan(5, MINUTE).troubles()).isNotEmpty();
    }

    @Test
    void writesAScriptForEveryMomentOfTheProviders() {
        var plan = plan(5, Duration.ofMinutes(5));
        var trouble = plan.troubles().getFirst();

        var inside = ProviderScript.at(plan, trouble.at());
        var after = ProviderScript.at(plan, Duration.ofDays(1));

        assertThat(inside)
                .contains("\"protocol\": \"" + trouble.protocol())
                .contains("0." + trouble.percent());
        assertThat(after).doesNotContain("protocol").contains("lognormal");
        assertThat(ProviderScript.changes(plan)).isSorted().contains(trouble.at(), trouble.ends());
    }

    private static CampaignPlan plan(long seed, Duration length) {
        return CampaignPlan.of(seed, length, ALL, ProviderFaults.HEAVY, 3);
    }

    private static long[] seeds() {
        return LongStream.range(0, 50).toArray();
    }
}
