package io.quaestor.bench.figure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Processor time between two samples.
 *
 * @param seconds of processor time by process, ours only
 * @param machineSeconds of everybody on the machine
 */
public record CpuUse(Map<String, Double> seconds, double machineSeconds) {
    /**
     * What the counters say at an instant.
     *
     * @param processTicks by process, each with its children
     */
    public record Sample(Map<String, Long> processTicks, long machineTicks) {
        public Sample {
            processTicks = Map.copyOf(processTicks);
        }
    }

    public CpuUse {
        seconds = Map.copyOf(seconds);
    }

    /** A process that is missing in one of the samples counts with what is known of it. */
    public static CpuUse between(Sample before, Sample after) {
        var seconds = new TreeMap<String, Double>();
        after.processTicks()
                .forEach(
                        (name, ticks) ->
                                seconds.put(
                                        name,
                                        seconds(
                                                ticks
                                                        - before.processTicks()
                                                                .getOrDefault(name, 0L))));
        return new CpuUse(seconds, seconds(after.machineTicks() - before.machineTicks()));
    }

    private static double seconds(long ticks) {
        return Math.max(0, ticks) / (double) ProcStat.TICKS_PER_SECOND;
    }

    /** By process, for so many jobs; all zero when there was no job. */
    public Map<String, Double> per1000(long jobs) {
        var rates = new TreeMap<String, Double>();
        seconds.forEach((name, used) -> rates.put(name, jobs == 0 ? 0 : used * 1000 / jobs));
        return rates;
    }

    /** All processes but those named, for so many jobs. */
    public double per1000Without(Set<String> apart, long jobs) {
        return per1000(jobs).entrySet().stream()
                .filter(entry -> !apart.contains(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Processors that others kept busy meanwhile, on average. */
    public double otherCores(double elapsedSeconds) {
        double ours = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.max(0, machineSeconds - ours) / elapsedSeconds;
    }
}
