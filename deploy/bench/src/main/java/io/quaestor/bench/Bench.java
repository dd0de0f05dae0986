package io.quaestor.bench;

import io.quaestor.bench.figure.CpuUse;
import io.quaestor.bench.figure.Utilisation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * The course of one measurement: load until it is steady, measure for a while, stop publishing and
 * wait for every answer.
 */
public final class Bench {
    /** Above the slowest call of any profile: what has no answer then is lost. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    private static final Duration NEWS = Duration.ofSeconds(10);

    /** Reading the memory of a process stops it for about a millisecond a 100 MiB. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final long MIB = 1024L * 1024;

    private final BenchTarget target;
    private final Profile profile;
    private final BenchRequests requests;
    private final PrintStream progress;
    private final Jobs jobs = new Jobs();

    /**
     * @param text plain English to cut prompts from
     * @param progress for the person who waits
     */
    public Bench(BenchTarget target, Profile profile, String text, PrintStream progress) {
        this.target = target;
        this.profile = profile;
        this.requests = new BenchRequests(text);
        this.progress = progress;
    }

    /** Whether this system tells what a process uses: Linux does. */
    public static boolean isPossible() {
        return ProcCpu.isThere();
    }

    /**
     * Runs it; returns when every request is answered or none has been for a minute.
     *
     * @param warmUp load that is not measured: young virtual machines, empty caches, places being
     *     filled
     */
    public BenchOutcome run(Duration warmUp, Duration window) {
        try (var openCalls = new HttpOpenCalls(target.simulator());
                var load = new KafkaLoad(target, profile.warmUpPace(), requests, jobs)) {
            progress.printf("Warming up for %d s%n", warmUp.toSeconds());
            under(load, elapsed -> elapsed >= warmUp.toNanos());
            load.at(profile.pace());
            progress.printf("Measuring for %d s%n", window.toSeconds());
            var cpuBefore = cpu();
            long from = System.nanoTime();
            under(load, elapsed -> elapsed >= window.toNanos());
            var cpuAfter = cpu();
            long to = System.nanoTime();
            long pss = target.pssBytes().get().values().stream().mapToLong(Long::longValue).sum();
            progress.printf("Waiting for %d answers%n", jobs.open());
            drain(load);
            return new BenchOutcome(
                    profile,
                    TimeUnit.NANOSECONDS.toMillis(to - from) / 1000.0,
                    jobs.between(from, to).stream().mapToLong(Jobs.Answer::addedNanos).toArray(),
                    CpuUse.between(cpuBefore, cpuAfter),
                    Utilisation.of(within(openCalls.samples(), from, to), profile.inFlight()),
                    pss / MIB,
                    new BenchOutcome.Errors(
                            jobs.notSucceeded(), jobs.open(), jobs.unexpected(), jobs.failures()));
        }
    }

    private CpuUse.Sample cpu() {
        return ProcCpu.sample(target.processes(), BenchOutcome.CLIENT);
    }

    private void under(KafkaLoad load, LongPredicate isOver) {
        long begin = System.nanoTime();
        long told = begin;
        long used = begin;
        int answered = jobs.answered();
        for (long now = begin; !isOver.test(now - begin); now = System.nanoTime()) {
            load.publish();
            load.read();
            if (now - told >= NEWS.toNanos()) {
                tell(jobs.answered() - answered, now - told);
                told = now;
                answered = jobs.answered();
            }
            if (now - used >= USE.toNanos()) {
                tellUse();
                used = now;
            }
        }
    }

    /** What grows is seen long before it fails. */
    private void tellUse() {
        var files = target.openFiles().get();
        var uses = new StringJoiner(", ", "  uses ", "");
        new TreeMap<>(target.pssBytes().get())
                .forEach(
                        (name, bytes) ->
                                uses.add(
                                        "%s %d MiB %d files"
                                                .formatted(
                                                        name,
                                                        bytes / MIB,
                                                        files.getOrDefault(name, 0))));
        progress.println(uses);
    }

    private void tell(int answers, long nanos) {
        progress.printf(
                "  %.0f jobs/s, %d unanswered, %d not succeeded%n",
                answers * 1e9 / nanos, jobs.open(), jobs.notSucceeded());
    }

    private void drain(KafkaLoad load) {
        long lastNews = System.nanoTime();
        while (jobs.open() > 0 && System.nanoTime() - lastNews < SILENCE_MAX.toNanos()) {
            int before = jobs.answered();
            load.read();
            lastNews = jobs.answered() > before ? System.nanoTime() : lastNews;
        }
    }

    private static List<Utilisation.Sample> within(
            List<Utilisation.Sample> samples, long from, long to) {
        return samples.stream()
                .filter(sample -> sample.nanos() >= from && sample.nanos() <= to)
                .toList();
    }
}
