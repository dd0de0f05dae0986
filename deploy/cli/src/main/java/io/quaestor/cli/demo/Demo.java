package io.quaestor.cli.demo;

import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Verification;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.Patience;
import io.quaestor.cli.stack.PostgresHeads;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.StateFolder;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import io.quaestor.local.Postgres;
import io.quaestor.wire.Topics;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;

/**
 * The demo's course: start, publish, kill one worker midway, wait for quiet, read everything again
 * and judge.
 */
public final class Demo {
    private static final int WORKERS = 2;
    private static final String VICTIM = "router-worker-" + WORKERS;

    /** Midway: the survivor still has most of the work before it. */
    private static final int KILL_AT_PERCENT = 40;

    /**
     * Far above a takeover (10 s): the demo then gives up and counts what has no answer as lost.
     */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(90);

    /** Folding and chaining follow within a second; a busy machine may need longer. */
    private static final Duration SETTLING_MAX = Duration.ofSeconds(60);

    /** Whatever still comes after so long without anything was not on its way. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final long MIB = 1024L * 1024;

    private final DemoPlan plan;
    private final PrintStream progress;
    private final boolean terminal;
    private final PrintWriter out;

    /**
     * @param progress for the person who waits
     * @param terminal whether that person watches a terminal
     * @param out for the report
     */
    public Demo(DemoPlan plan, PrintStream progress, boolean terminal, PrintWriter out) {
        this.plan = plan;
        this.progress = progress;
        this.terminal = terminal;
        this.out = out;
    }

    /** Runs it; when it returns nothing of it is left running. */
    public DemoOutcome run() {
        long begin = System.nanoTime();
        var console = new StackConsole(progress);
        var distribution = Distribution.find().shortLived();
        progress.println("Starting the stack in " + plan.state());
        StateFolder.empty(distribution, plan.state(), console);
        try (var stack = LocalStack.open(distribution, plan.state(), console)) {
            var whole = WholeStack.begin(stack, plan.script());
            apply(whole);
            whole.startServices(WORKERS);
            progress.printf("  all processes together: %d MiB (PSS)%n", memoryMib(stack));
            try (var deliveries = Deliveries.begin(whole, plan)) {
                progress.printf(
                        "Published %d of %d requests: %d documents, %d tasks%n",
                        plan.samples().jobs() - deliveries.waiting(),
                        plan.samples().jobs(),
                        plan.samples().documents().size(),
                        plan.samples().tasks().size());
                awaitAnswers(whole, deliveries);
            }
            progress.println("Checking everything from offset 0");
            return judged(whole, console, begin);
        } catch (SQLException e) {
            throw new CommandFailure("the audit database cannot be read: " + e.getMessage(), e);
        }
    }

    private void apply(WholeStack whole) {
        var document = CatalogFile.read(plan.catalog(), whole.catalogEnvironment());
        new CatalogPublisher(whole.kafka(), whole.registry(), InstantSource.system())
                .publish(document, System.getProperty("user.name"), "demo");
        progress.println("  catalogue applied: " + plan.catalog());
    }

    private void awaitAnswers(WholeStack whole, Deliveries deliveries) {
        var bar = new ProgressBar(progress, terminal, plan.samples().jobs());
        var answered = new HashSet<TopicPosition>();
        boolean killed = false;
        long lastNews = System.nanoTime();
        try (var tail =
                TopicTail.open(
                        whole.kafka(), whole.registry(), Topics.RESPONSES, LlmResponse.class)) {
            while (answered.size() < plan.samples().jobs()) {
                var news = tail.next();
                news.forEach(response -> answered.add(response.value().getSubmission()));
                lastNews = news.isEmpty() ? lastNews : System.nanoTime();
                if (deliveries.goOn()) {
                    bar.say("a budget has run out: the rest of the requests is published now");
                }
                if (!killed && answered.size() * 100 >= plan.samples().jobs() * KILL_AT_PERCENT) {
                    killed = true;
                    kill(whole, bar);
                }
                bar.show(answered.size(), killed ? "by one worker" : "by two workers");
                if (System.nanoTime() - lastNews > SILENCE_MAX.toNanos()) {
                    bar.say("no answer for %d s: giving up".formatted(SILENCE_MAX.toSeconds()));
                    break;
                }
            }
        }
        bar.end();
    }

    private static void kill(WholeStack whole, ProgressBar bar) {
        long pid = whole.local().service(VICTIM).handle().pid();
        whole.local().kill(VICTIM);
        bar.say(
                "killed %s (process %d) with SIGKILL; it does not come back"
                        .formatted(VICTIM, pid));
    }

    private DemoOutcome judged(WholeStack whole, StackConsole console, long begin)
            throws SQLException {
        var evidence = settled(whole);
        var jobs = Reconciliation.of(evidence);
        var calls = whole.simulatorUrl().map(url -> new HttpCallLog(url).calls());
        if (calls.isPresent()) {
            jobs = jobs.with(evidence, calls.get());
        }
        var audit = audit(whole, evidence);
        var breaches = Breach.in(evidence.budgetEvents());
        var failures = DemoOutcome.failures(jobs, breaches, audit.ok(), plan.simulated());
        if (!Spend.agrees(evidence)) {
            failures.add("journal, charges and totals do not agree on the money");
        }
        console.ended().forEach(name -> failures.add(name + " ended by itself"));
        var outcome =
                new DemoOutcome(
                        jobs,
                        Spend.ofCharges(evidence.charges()),
                        breaches,
                        audit.entries(),
                        audit.ok(),
                        plan.simulated(),
                        secondsSince(begin),
                        failures);
        new DemoReport(out).print(evidence, outcome, audit, calls.map(log -> log.size()));
        return outcome;
    }

    /** Everything, when nothing has moved for a while and the money of all three sources agrees. */
    private static Evidence settled(WholeStack whole) {
        var last = Evidence.read(whole.kafka(), whole.registry());
        long deadline = System.nanoTime() + SETTLING_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            Patience.pause(QUIET);
            var now = Evidence.read(whole.kafka(), whole.registry());
            if (now.isAsLongAs(last) && Spend.agrees(now)) {
                return now;
            }
            last = now;
        }
        return last;
    }

    private Verification audit(WholeStack whole, Evidence evidence) throws SQLException {
        var heads = new PostgresHeads(whole.local().jdbcUrl(), Postgres.USER);
        if (!Patience.until(SETTLING_MAX, () -> heads.include(evidence.journalEnds()))) {
            progress.println("  the audit sink has not caught up with the journal");
        }
        return AuditVerifier.verify(whole.local().jdbcUrl(), Postgres.USER, "", Duration.ZERO);
    }

    private static long memoryMib(LocalStack stack) {
        return stack.pssBytes().values().stream().mapToLong(Long::longValue).sum() / MIB;
    }

    private static double secondsSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1000.0;
    }
}
