package io.quaestor.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.bench.figure.CpuUse;
import io.quaestor.bench.figure.Percentiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/**
 * What a run measured.
 *
 * @param seconds length of the window
 * @param addedNanos of each job answered in it: from submission to response, without provider calls
 * @param cpu of the window
 * @param utilisation of the provider's places, 0 to 1
 * @param pssMib memory of the whole stack, simulator included, this process not
 * @param errors of the whole run, warm-up included
 */
public record BenchOutcome(
        Profile profile,
        double seconds,
        long[] addedNanos,
        CpuUse cpu,
        double utilisation,
        long pssMib,
        Errors errors) {
    /** This process among the others: it publishes requests and reads responses. */
    public static final String CLIENT = "bench-client";

    /** Not part of what a job costs. */
    private static final Set<String> APART = Set.of(CLIENT, BenchTarget.SIMULATOR);

    private static final double NANOS_PER_MS = 1e6;

    /**
     * What should not have been.
     *
     * @param notSucceeded answered with another status
     * @param lost not answered at all
     * @param unexpected responses to what was answered before or never asked
     * @param failures what the first of those that did not succeed say
     */
    public record Errors(int notSucceeded, int lost, int unexpected, List<String> failures) {
        public int all() {
            return notSucceeded + lost + unexpected;
        }
    }

    public int jobs() {
        return addedNanos.length;
    }

    public double jobsPerSecond() {
        return jobs() / seconds;
    }

    /** Of all processes but simulator and client. */
    public double cpuSecondsPer1000Jobs() {
        return cpu.per1000Without(APART, jobs());
    }

    public double addedMs(int percent) {
        return Percentiles.of(addedNanos).at(percent) / NANOS_PER_MS;
    }

    /** One line, without blanks between its parts. */
    public String json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("profile", profile.label());
        json.put("jobs", jobs());
        json.put("jobsPerSecond", rounded(jobsPerSecond(), 10));
        json.put("cpuSecondsPer1000Jobs", rounded(cpuSecondsPer1000Jobs(), 1000));
        var processes = json.putObject("cpuByProcess");
        cpu.per1000(jobs()).forEach((name, used) -> processes.put(name, rounded(used, 1000)));
        json.put("utilisation", rounded(utilisation, 1000));
        json.put("addedMsP50", rounded(addedMs(50), 10));
        json.put("addedMsP99", rounded(addedMs(99), 10));
        json.put("pssMiB", pssMib);
        json.put("otherCores", rounded(cpu.otherCores(seconds), 100));
        json.put("errors", errors.all());
        return json.toString();
    }

    /** For a person. */
    public void print(PrintWriter out) {
        out.printf("Profile %s, %.0f s%n", profile.label(), seconds);
        out.printf("  %d jobs, %.1f jobs/s%n", jobs(), jobsPerSecond());
        out.printf("  CPU seconds per 1000 jobs      %.3f%n", cpuSecondsPer1000Jobs());
        cpu.per1000(jobs())
                .forEach(
                        (name, used) ->
                                out.printf(
                                        "    %-28s %.3f%s%n",
                                        name, used, APART.contains(name) ? " (not counted)" : ""));
        out.printf(
                "  provider utilisation           %.3f of %d places%n",
                utilisation, profile.inFlight());
        out.printf(
                "  added latency                  p50 %.1f ms, p99 %.1f ms%s%n",
                addedMs(50), addedMs(99), backlogNote());
        out.printf("  memory (PSS)                   %d MiB%n", pssMib);
        out.printf("  others kept busy               %.2f cores%n", cpu.otherCores(seconds));
        out.printf(
                "  errors                         %d (%d not succeeded, %d lost, %d unexpected)%n",
                errors.all(), errors.notSucceeded(), errors.lost(), errors.unexpected());
        errors.failures().forEach(failure -> out.printf("    %s%n", failure));
    }

    private String backlogNote() {
        return profile.keepsBacklog() ? ", waiting in the backlog included" : "";
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
