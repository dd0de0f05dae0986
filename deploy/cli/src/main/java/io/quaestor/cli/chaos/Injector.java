package io.quaestor.cli.chaos;

import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.plan.CampaignPlan;
import io.quaestor.cli.chaos.plan.Fault;
import io.quaestor.cli.chaos.plan.ProviderScript;
import io.quaestor.local.LocalStack;
import io.quaestor.local.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Edge: does to a stack what a plan says, each fault on a virtual thread of its own, and notes when
 * it did. What is killed is started again like by a supervisor: until it stays up. A fault of a
 * process that is not back from the last one is left out.
 */
final class Injector implements AutoCloseable {
    /** A start on a busy machine, with the store to be restored, and the broker to come back. */
    private static final Duration BACK_MAX = Duration.ofMinutes(5);

    /** Between two starts of what ended while it started. */
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** No window of any plan is open then. */
    private static final Duration AFTER_ALL = Duration.ofDays(365);

    private final LocalStack stack;
    private final CampaignPlan plan;
    private final URI simulator;
    private final Instant begin;
    private final PrintStream progress;
    private final Collection<Disturbance> done = new ConcurrentLinkedQueue<>();
    private final Collection<String> problems = new ConcurrentLinkedQueue<>();

    /** Processes with a fault that is not undone. */
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Injector(
            LocalStack stack,
            CampaignPlan plan,
            URI simulator,
            Instant begin,
            PrintStream progress) {
        this.stack = stack;
        this.plan = plan;
        this.simulator = simulator;
        this.begin = begin;
        this.progress = progress;
    }

    /** Begins at the time the load begins. */
    static Injector begin(
            LocalStack stack,
            CampaignPlan plan,
            URI simulator,
            Instant begin,
            PrintStream progress) {
        var injector = new Injector(stack, plan, simulator, begin, progress);
        plan.faults().forEach(fault -> injector.threads.execute(() -> injector.inject(fault)));
        injector.threads.execute(injector::changeScripts);
        return injector;
    }

    private void inject(Fault fault) {
        try {
            sleepUntil(fault.at());
            if (!away.add(fault.process())) {
                say(fault + " is left out: it is not back yet");
                return;
            }
            long began = System.currentTimeMillis();
            say(fault.toString());
            strike(fault);
            sleepUntil(fault.ends());
            long undone = System.currentTimeMillis();
            undo(fault);
            long back = System.currentTimeMillis();
            say("%s is back after %d ms".formatted(fault.process(), back - undone));
            done.add(new Disturbance(fault, began, undone, back));
            away.remove(fault.process());
        } catch (StackException e) {
            problems.add(fault + " could not be undone: " + e.getMessage());
        } catch (InterruptedException _) {
            problems.add(fault + " was given up");
        }
    }

    private void strike(Fault fault) {
        switch (fault.kind()) {
            case KILL -> stack.crash(fault.process());
            case PAUSE -> stack.suspend(fault.process());
        }
    }

    private void undo(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> {
                restart(fault.process());
                if (fault.process().equals("simulator")) {
                    // It began again with the script of its start.
                    setScript(sinceBegin());
                }
            }
            case PAUSE -> stack.resume(fault.process());
        }
    }

    /**
     * The registry, for one, ends when it starts before PostgreSQL does.
     *
     * @throws StackException when it does not stay up for long
     */
    private void restart(String process) throws InterruptedException {
        long deadline = System.nanoTime() + BACK_MAX.toNanos();
        while (true) {
            try {
                stack.restart(process);
                return;
            } catch (StackException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                say(process + " did not start, and is started again");
                Thread.sleep(BETWEEN_STARTS);
            }
        }
    }

    private void changeScripts() {
        try {
            for (var change : ProviderScript.changes(plan)) {
                sleepUntil(change);
                setScript(change);
            }
        } catch (InterruptedException _) {
            problems.add("the providers' faults were given up");
        }
    }

    /**
     * A simulator that is away or frozen gets it later: who starts it again sets it, who freezes it
     * leaves the request waiting. What it says then is of that moment.
     */
    private void setScript(Duration at) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(simulator.resolve("/simulator/script"))
                        .timeout(ANSWER)
                        .PUT(BodyPublishers.ofString(ProviderScript.at(plan, at)))
                        .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                problems.add("the simulator refuses its script: " + answer.body());
            }
        } catch (IOException e) {
            say("the simulator does not take its script now: " + e);
        }
    }

    /** Waits until every fault is undone, and makes the providers well again. */
    void await() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(BACK_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            problems.add("not every fault was undone within " + BACK_MAX);
        }
        setScript(AFTER_ALL);
    }

    /** What was done, by time. */
    List<Disturbance> disturbances() {
        return done.stream().sorted(Comparator.comparingLong(Disturbance::began)).toList();
    }

    /** What could not be done or undone. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void say(String what) {
        var at = sinceBegin();
        progress.printf("  %3d.%d s  %s%n", at.toSeconds(), at.toMillisPart() / 100, what);
    }

    private Duration sinceBegin() {
        return Duration.ofMillis(System.currentTimeMillis() - begin.toEpochMilli());
    }

    private void sleepUntil(Duration at) throws InterruptedException {
        var rest = at.minus(sinceBegin());
        if (rest.isPositive()) {
            Thread.sleep(rest);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
