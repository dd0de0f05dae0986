package io.quaestor.cli.command;

import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.cli.view.ResponseView;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.wire.Topics;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor responses}: the answers on a reply topic. */
@Command(
        name = "responses",
        mixinStandardHelpOptions = true,
        description = "Show the newest answers, and with --follow those that come.")
public final class ResponsesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EndpointOptions cluster = new EndpointOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(names = "--follow", description = "Go on until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only these: ${COMPLETION-CANDIDATES}.")
    private @Nullable JobStatus status;

    @Option(names = "--department", paramLabel = "D", description = "Only this department's.")
    private @Nullable String department;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = Topics.RESPONSES,
            description = "Reply topic; default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most before following; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        var endpoints = cluster.resolve();
        var out = spec.commandLine().getOut();
        try (var tail =
                TopicTail.open(endpoints.kafka(), endpoints.registry(), topic, LlmResponse.class)) {
            print(newest(tail), out);
            while (follow && !out.checkError()) {
                var news = tail.next().stream().map(TopicTail.Placed::value).filter(this::isWanted);
                news.forEach(response -> line(response, out));
            }
        }
        return 0;
    }

    private List<LlmResponse> newest(TopicTail<LlmResponse> tail) {
        var oldestFirst =
                Comparator.comparing((LlmResponse one) -> one.getTimings().getFinishedAt());
        var newest = new PriorityQueue<>(oldestFirst);
        tail.toEnd(
                response -> {
                    if (isWanted(response)) {
                        newest.add(response);
                        if (newest.size() > limit) {
                            newest.remove();
                        }
                    }
                });
        return newest.stream().sorted(oldestFirst).toList();
    }

    private boolean isWanted(LlmResponse response) {
        return (status == null || response.getStatus() == status)
                && (department == null || response.getDepartment().equals(department));
    }

    private void print(List<LlmResponse> responses, PrintWriter out) {
        var listing =
                new Listing(
                        "finishedAt",
                        "status",
                        "department",
                        "requestId",
                        "model",
                        "costUsd",
                        "attempts",
                        "reason");
        responses.forEach(response -> listing.add(ResponseView.of(response)));
        listing.print(output.format(), out);
    }

    private void line(LlmResponse response, PrintWriter out) {
        var view = ResponseView.of(response);
        out.println(
                output.isJson()
                        ? view.toString()
                        : "%s  %s  %s  %s  %s USD  %s"
                                .formatted(
                                        view.path("finishedAt").asText(),
                                        view.path("status").asText(),
                                        view.path("department").asText(),
                                        view.path("requestId").asText(),
                                        view.path("costUsd").asText(),
                                        view.path("reason").asText("")));
        out.flush();
    }
}
