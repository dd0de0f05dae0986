package io.quaestor.cli.chaos;

import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.chaos.check.Invariants;
import io.quaestor.cli.chaos.check.Recoveries;
import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.FactsFromTopics;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.cli.chaos.plan.CampaignPlan;
import io.quaestor.cli.chaos.plan.ProviderScript;
import io.quaestor.cli.chaos.read.BudgetWatch;
import io.quaestor.cli.chaos.read.CallLogReader;
import io.quaestor.cli.chaos.read.KafkaFacts;
import io.quaestor.cli.chaos.read.Remains;
import io.quaestor.cli.chaos.read.TopicDump;
import io.quaestor.cli.chaos.read.UsageSampler;
import io.quaestor.cli.chaos.send.Load;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.Patience;
import io.quaestor.cli.stack.PostgresHeads;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.StateFolder;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import io.quaestor.local.Postgres;
import io.quaestor.wire.TopicSpec;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The course of a campaign: start a whole stack, load it while the plan is done to it, wait for
 * quiet, read everything from outside, stop it, and judge.
 */
public final class Campaign {
    /** Publishing, faults and watching begin together, a moment after everything is ready. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    /**
     * Every request has a deadline of a minute and a half at most; a call that is open then ends
     * within its 8 s, and a hold that nobody ended expires 30 s later.
     */
    private static final Duration QUIET_MAX = Duration.ofMinutes(3);

    /** Whatever still comes after so long without anything was not on its way. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final CampaignSettings settings;
    private final CampaignPlan plan;
    private final PrintStream progress;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param progress for the person who waits
     */
    public Campaign(CampaignSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
        this.plan =
                CampaignPlan.of(
                        settings.seed(),
                        settings.length(),
                        settings.targets(),
                        settings.providers(),
                        settings.workers());
    }

    /** Runs it; when it returns nothing of it is left running. */
    public CampaignOutcome run() {
        var console = new StackConsole(progress);
        var distribution = Distribution.find().shortLived();
        progress.printf("Campaign with seed %d in %s%n", settings.seed(), settings.state());
        StateFolder.empty(distribution, settings.state(), console);
        write("plan.txt", plan.describe());
        Observed observed;
        try (var stack = LocalStack.open(distribution, settings.state(), console)) {
            var script = write("simulator.json", ProviderScript.at(plan, Duration.ZERO));
            var whole = WholeStack.begin(stack, script, callLog());
            stack.provision(List.of(replies()));
            apply(whole);
            whole.startServices(settings.workers());
            observed = disturbed(whole);
            keepEvidence(whole, observed);
            console.ended().forEach(name -> notes.add(name + " ended by itself"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
        return judged(observed);
    }

    /** As wide, and kept as long, as the topic that all other answers go to. */
    private static TopicSpec replies() {
        var usual =
                Topics.all().stream()
                        .filter(spec -> spec.name().equals(Topics.RESPONSES))
                        .findFirst()
                        .orElseThrow();
        return new TopicSpec(Errands.REPLIES, usual.value(), usual.partitions(), usual.config());
    }

    private void apply(WholeStack whole) {
        var document =
                CatalogFile.parse("chaos-catalog.yml", catalog(), whole.catalogEnvironment());
        new CatalogPublisher(whole.kafka(), whole.registry(), InstantSource.system())
                .publish(document, System.getProperty("user.name"), "chaos");
    }

    /** The document of every campaign. */
    static String catalog() {
        try (InputStream in = Campaign.class.getResourceAsStream("/chaos-catalog.yml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("the campaign's catalogue cannot be read", e);
        }
    }

    /** What was seen and done while the stack ran. */
    private record Observed(
            FactsFromTopics topics,
            Set<Place> acknowledged,
            List<Facts.Closing> closings,
            List<Disturbance> disturbances,
            List<Facts.Usage> usages,
            Facts.Audit audit) {}

    private Observed disturbed(WholeStack whole) throws InterruptedException {
        var begin = Instant.now().plus(LEAD).truncatedTo(ChronoUnit.MILLIS);
        var errands = new Errands(settings.seed(), settings.perSecond(), begin);
        int count = Math.toIntExact(settings.length().toSeconds() * settings.perSecond());
        var ingest = URI.create(whole.local().service("request-ingest-1").url());
        var simulator = URI.create(whole.simulatorUrl().orElseThrow());
        progress.printf(
                "Loading for %d s with %d submissions, %d faults, %d windows of failing providers%n",
                settings.length().toSeconds(), count, plan.faults().size(), plan.troubles().size());
        try (var watch = BudgetWatch.begin(whole.kafka(), whole.registry());
                var sampler = UsageSampler.begin(whole.local());
                var load = Load.begin(errands, count, whole.kafka(), whole.registry(), ingest);
                var injector = Injector.begin(whole.local(), plan, simulator, begin, progress)) {
            load.await();
            injector.await();
            progress.printf("%d submissions sent; waiting for quiet%n", load.sent());
            var topics = quiet(whole);
            sampler.sample();
            notes.addAll(load.problems());
            notes.addAll(injector.problems());
            watch.failure().ifPresent(notes::add);
            return new Observed(
                    topics,
                    Set.copyOf(load.acknowledged()),
                    watch.closings(),
                    injector.disturbances(),
                    sampler.samples(),
                    audit(whole, topics));
        }
    }

    /** Everything on the topics, when all is answered and nothing has moved for a while. */
    private FactsFromTopics quiet(WholeStack whole) {
        long deadline = System.nanoTime() + QUIET_MAX.toNanos();
        try (var facts = KafkaFacts.open(whole.kafka(), whole.registry())) {
            try {
                facts.catchUp();
                do {
                    Patience.pause(QUIET);
                } while ((facts.catchUp() > 0 || facts.unanswered() > 0)
                        && System.nanoTime() < deadline);
            } catch (KafkaFacts.OpenTransaction e) {
                notes.add(String.valueOf(e.getMessage()));
            }
            if (facts.unanswered() > 0) {
                notes.add(
                        "not quiet within %d s: %d submissions unanswered"
                                .formatted(QUIET_MAX.toSeconds(), facts.unanswered()));
            }
            return facts.facts();
        }
    }

    private Facts.Audit audit(WholeStack whole, FactsFromTopics topics) {
        var heads = new PostgresHeads(whole.local().jdbcUrl(), Postgres.USER);
        var last = topics.lastEvents();
        if (!Patience.until(QUIET_MAX, () -> heads.include(last))) {
            progress.println("  the audit sink has not caught up with the journal");
        }
        try {
            var verification =
                    AuditVerifier.verify(whole.local().jdbcUrl(), Postgres.USER, "", Duration.ZERO);
            return new Facts.Audit(
                    heads.nextOffsets(),
                    heads.chainedAtMillis(),
                    verification.problems().stream().map(Object::toString).toList());
        } catch (SQLException e) {
            throw new CommandFailure("the audit database cannot be read: " + e.getMessage(), e);
        }
    }

    /** The broker is still there: logs, call log and plan are kept in any case. */
    private void keepEvidence(WholeStack whole, Observed observed) {
        var violations = Invariants.violations(facts(observed, List.of()));
        if (violations.isEmpty()) {
            return;
        }
        var topics = settings.state().resolve("topics");
        progress.println("Something is broken: keeping what lies on the topics in " + topics);
        try {
            TopicDump.write(topics, whole.kafka(), whole.registry());
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + topics, e);
        }
    }

    private CampaignOutcome judged(Observed observed) {
        var facts = facts(observed, Remains.of(settings.state()));
        var outcome = CampaignOutcome.of(settings, facts, Invariants.violations(facts));
        write("disturbances.txt", lines(facts.disturbances()));
        write("recoveries.txt", lines(Recoveries.of(facts)));
        write("violations.txt", lines(outcome.violations()));
        return outcome;
    }

    private static String lines(List<?> items) {
        return items.stream().map(item -> item + "\n").collect(Collectors.joining());
    }

    private Facts facts(Observed observed, List<String> remains) {
        return new Facts(
                observed.topics(),
                observed.acknowledged(),
                observed.closings(),
                CallLogReader.read(callLog()),
                observed.disturbances(),
                observed.usages(),
                observed.audit(),
                remains,
                List.copyOf(notes));
    }

    private Path callLog() {
        return settings.state().resolve("calls.jsonl");
    }

    private Path write(String name, String text) {
        var file = settings.state().resolve(name);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file, e);
        }
    }
}
