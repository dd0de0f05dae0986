package io.quaestor.cli.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Every fault of a campaign, by the order of their beginnings.
 *
 * <p>Targets take turns in an order that is shuffled for each round, workers twice in each, so that
 * a campaign of a minute meets most kinds once. Faults of different processes may overlap; a
 * process is left alone for {@link #RECOVERY} after its last one. All are over {@link #CALM_END}
 * before the load ends.
 *
 * @param length of the load
 */
public record CampaignPlan(
        long seed, Duration length, int workers, List<Fault> faults, List<Trouble> troubles) {
    /** Young processes and empty queues show little: the load runs alone for so long. */
    static final Duration CALM_BEGINNING = Duration.ofSeconds(8);

    /** The load goes on behind the last fault, so that what it stopped can be seen to go on. */
    static final Duration CALM_END = Duration.ofSeconds(8);

    /** A start takes some seconds on a busy machine. */
    static final Duration RECOVERY = Duration.ofSeconds(15);

    /** Beyond the session timeout (6 s): others take what a frozen process owns. */
    static final int PAUSE_LEAST_MILLIS = 7_000;

    private static final int PAUSE_MOST_MILLIS = 11_000;

    /** Under the session timeout and beyond it: the dead one may be back before it is missed. */
    private static final int AWAY_LEAST_MILLIS = 500;

    private static final int AWAY_MOST_MILLIS = 8_000;

    private static final int GAP_LEAST_MILLIS = 3_000;
    private static final int GAP_MOST_MILLIS = 8_000;

    /** Of ten faults. */
    private static final int KILLS_IN_TEN = 7;

    private static final int TROUBLE_LEAST_MILLIS = 3_000;
    private static final int TROUBLE_MOST_MILLIS = 12_000;
    private static final List<String> PROTOCOLS = List.of("openai", "bedrock");

    public CampaignPlan {
        faults = List.copyOf(faults);
        troubles = List.copyOf(troubles);
    }

    /**
     * The plan of a seed.
     *
     * @param targets what may be disturbed; none is a campaign of load and providers only
     */
    public static CampaignPlan of(
            long seed,
            Duration length,
            Set<Target> targets,
            ProviderFaults providers,
            int workers) {
        return new CampaignPlan(
                seed,
                length,
                workers,
                faults(new SplittableRandom(seed), length, targets, workers),
                // Of its own: other targets leave the providers' windows as they are.
                troubles(new SplittableRandom(~seed), length, providers));
    }

    /** For people: one line a fault. */
    public String describe() {
        var lines = new StringBuilder("seed %d, %d s%n".formatted(seed, length.toSeconds()));
        faults.forEach(fault -> lines.append(fault).append(System.lineSeparator()));
        troubles.forEach(trouble -> lines.append(trouble).append(System.lineSeparator()));
        return lines.toString();
    }

    private static List<Fault> faults(
            RandomGenerator random, Duration length, Set<Target> targets, int workers) {
        var faults = new ArrayList<Fault>();
        var free = new HashMap<String, Duration>();
        var turns = new ArrayList<Target>();
        var at = CALM_BEGINNING;
        while (!targets.isEmpty()) {
            if (turns.isEmpty()) {
                turns.addAll(targets.stream().sorted().toList());
                // There are several, and what they have open is what hurts.
                targets.stream().filter(Target.WORKER::equals).forEach(turns::add);
                Collections.shuffle(turns, random);
            }
            var fault = fault(random, at, turns.removeLast(), workers);
            at = at.plusMillis(between(random, GAP_LEAST_MILLIS, GAP_MOST_MILLIS));
            if (fault.ends().compareTo(length.minus(CALM_END)) > 0) {
                break;
            }
            if (isFree(free, fault)) {
                free.put(fault.process(), fault.ends().plus(RECOVERY));
                faults.add(fault);
            }
        }
        return faults;
    }

    private static boolean isFree(Map<String, Duration> free, Fault fault) {
        return free.getOrDefault(fault.process(), Duration.ZERO).compareTo(fault.at()) <= 0;
    }

    private static Fault fault(RandomGenerator random, Duration at, Target target, int workers) {
        var processes = target.processes(workers);
        var process = processes.get(random.nextInt(processes.size()));
        boolean kill = random.nextInt(10) < KILLS_IN_TEN;
        int away = between(random, AWAY_LEAST_MILLIS, AWAY_MOST_MILLIS);
        int frozen = between(random, PAUSE_LEAST_MILLIS, PAUSE_MOST_MILLIS);
        return new Fault(
                at,
                kill ? Fault.Kind.KILL : Fault.Kind.PAUSE,
                target,
                process,
                Duration.ofMillis(kill ? away : frozen));
    }

    private static List<Trouble> troubles(
            RandomGenerator random, Duration length, ProviderFaults providers) {
        var troubles = new ArrayList<Trouble>();
        if (providers == ProviderFaults.NONE) {
            return troubles;
        }
        int everyMillis = providers.everySeconds() * 1_000;
        var at = CALM_BEGINNING.dividedBy(2);
        while (at.compareTo(length) < 0) {
            var moods = Trouble.Mood.values();
            troubles.add(
                    new Trouble(
                            at,
                            Duration.ofMillis(
                                    between(random, TROUBLE_LEAST_MILLIS, TROUBLE_MOST_MILLIS)),
                            moods[random.nextInt(moods.length)],
                            PROTOCOLS.get(random.nextInt(PROTOCOLS.size())),
                            between(random, providers.percentLeast(), providers.percentMost())));
            at = at.plusMillis(between(random, everyMillis / 2, everyMillis * 3 / 2));
        }
        troubles.sort(Comparator.comparing(Trouble::at));
        return troubles;
    }

    /** Both inclusive. */
    private static int between(RandomGenerator random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }
}
