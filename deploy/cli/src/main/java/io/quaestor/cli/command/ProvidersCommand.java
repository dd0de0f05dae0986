package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.catalog.CatalogTopic;
import io.quaestor.cli.http.ServiceClient;
import io.quaestor.cli.http.TokenOption;
import io.quaestor.cli.provider.Calls;
import io.quaestor.cli.provider.KafkaQueues;
import io.quaestor.cli.provider.OpenCircuits;
import io.quaestor.cli.provider.ProviderStanding;
import io.quaestor.cli.provider.Waits;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.ProviderEntry;
import io.quaestor.wire.Topics;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor providers}: who waits for whom. */
@Command(
        name = "providers",
        mixinStandardHelpOptions = true,
        description = {
            "Show each provider's limits, what is in flight, what waits on its queue, and how its calls ended lately.",
            "Health: good (no failure), fair (most succeeded), poor (most failed, or a worker's circuit is open), idle (no calls).",
            "Waits: which departments' jobs wait and for what, as the workers say: lag-limit, in-flight, rate, circuit, not-before (Retry-After, backoff), content, catalog, queue-closed."
        })
public final class ProvidersCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EndpointOptions cluster = new EndpointOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--since",
            paramLabel = "ISO-DURATION",
            defaultValue = "PT5M",
            description = "Calls of how long ago count; default: ${DEFAULT-VALUE}.")
    private Duration since = Duration.ZERO;

    @Option(
            names = "--worker",
            paramLabel = "URL",
            description = "Where a worker answers, repeated for each; default: the local stack's.")
    private List<URI> workers = new ArrayList<>();

    @Mixin private TokenOption token = new TokenOption();

    @Override
    public Integer call() {
        var secret = token.token();
        var endpoints = cluster.resolve();
        var registry = endpoints.registry();
        var providers = providers(new CatalogTopic(endpoints.kafka(), registry));
        var queues = KafkaQueues.look(endpoints.kafka(), providers.keySet());
        try (var journal =
                TopicTail.since(
                        endpoints.kafka(),
                        registry,
                        Topics.JOURNAL,
                        JournalEvent.class,
                        Instant.now().minus(since))) {
            var calls = new TreeMap<String, Calls>();
            journal.toEnd(event -> Calls.add(event, calls));
            var answers = askWorkers(secret);
            ProviderStanding.of(
                            providers,
                            queues,
                            calls,
                            OpenCircuits.of(answers.circuits()),
                            Waits.of(answers.waits()))
                    .print(output.format(), spec.commandLine().getOut());
        }
        return 0;
    }

    private record Answers(List<ObjectNode> circuits, List<ObjectNode> waits) {}

    /** A worker that does not answer leaves the others' to be shown. */
    private Answers askWorkers(Optional<String> secret) {
        var answers = new Answers(new ArrayList<>(), new ArrayList<>());
        var asked = workers.isEmpty() ? cluster.localServices("router-worker") : workers;
        if (asked.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "who waits and which circuits are open is not known: name the workers with --worker");
        }
        for (var url : asked) {
            try {
                var worker = new ServiceClient(url, secret);
                answers.waits().addAll(worker.items("/v1/waiting"));
                answers.circuits().addAll(worker.items("/v1/circuits"));
            } catch (CommandFailure failure) {
                spec.commandLine()
                        .getErr()
                        .println("a worker's part is not known: " + failure.getMessage());
            }
        }
        return answers;
    }

    private static Map<String, ProviderEntry> providers(CatalogTopic catalog) {
        var providers = new TreeMap<String, ProviderEntry>();
        for (CatalogEntry entry : catalog.read().inForce()) {
            if (entry.getBody() instanceof ProviderEntry provider) {
                providers.put(entry.getName(), provider);
            }
        }
        return providers;
    }
}
