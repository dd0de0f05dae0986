package io.quaestor.cli.command;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.stack.Endpoints;
import io.quaestor.cli.submit.Answers;
import io.quaestor.cli.submit.RequestPublisher;
import io.quaestor.cli.submit.Task;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.cli.view.ResponseView;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor submit}: documents as jobs. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Publish one request per text file; - is standard input. Ids follow from the content: the same command again names the same jobs.",
            "Exit status 4 when, with --wait, a job did not succeed, 5 when one was not answered in time."
        })
public final class SubmitCommand implements Callable<Integer> {
    private static final int NOT_SUCCEEDED = 4;
    private static final int UNANSWERED = 5;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EndpointOptions cluster = new EndpointOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Text in UTF-8, or -.")
    private List<String> files = List.of();

    @Option(names = "--department", required = true, paramLabel = "D", description = "Who pays.")
    private String department = "";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "ALIAS",
            description = "Model alias of the catalogue.")
    private String model = "";

    @Option(
            names = "--prompt",
            required = true,
            paramLabel = "TEXT",
            description = "What to do with each document; @FILE reads it from a file.")
    private String prompt = "";

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "JSON schema that each answer must follow.")
    private @Nullable Path schema;

    @Option(
            names = "--audit-reason",
            paramLabel = "TEXT",
            defaultValue = "submitted with the command line",
            description = "Why; default: ${DEFAULT-VALUE}.")
    private String auditReason = "";

    @Option(
            names = "--requested-by",
            paramLabel = "USER",
            defaultValue = "",
            description = "User of the department; default: none.")
    private String user = "";

    @Option(
            names = "--use-case",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Also the first part of the ids.")
    private String useCase = "";

    @Option(names = "--max-output-tokens", paramLabel = "N", description = "Limit of each answer.")
    private @Nullable Integer maxOutputTokens;

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "-100 to 100; higher goes first in the department's own queue.")
    private int priority;

    @Option(
            names = "--deadline",
            paramLabel = "ISO-DURATION",
            description = "No call starts later than this from now, for example PT2H.")
    private @Nullable Duration deadline;

    @Option(names = "--wait", description = "Wait for the answers and print them.")
    private boolean waits;

    @Option(
            names = "--timeout",
            paramLabel = "ISO-DURATION",
            defaultValue = "PT10M",
            description = "With --wait: how long at most; default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Override
    public Integer call() {
        var requests = requests();
        var endpoints = cluster.resolve();
        if (!waits) {
            var positions = publish(requests, endpoints);
            print(requests, positions);
            return 0;
        }
        try (var answers = new Answers(tail(endpoints))) {
            return await(publish(requests, endpoints), answers);
        }
    }

    private List<LlmRequest> requests() {
        var task = task();
        var requests = new ArrayList<LlmRequest>();
        for (var file : files) {
            requests.add(task.request(document(file)));
        }
        return requests;
    }

    private Task task() {
        return new Task(
                department,
                user,
                auditReason,
                useCase,
                model,
                prompt.startsWith("@") ? text(Path.of(prompt.substring(1))) : prompt,
                Optional.ofNullable(schema).map(SubmitCommand::text),
                Optional.ofNullable(maxOutputTokens),
                priority,
                Optional.ofNullable(deadline).map(Instant.now()::plus));
    }

    private static String document(String file) {
        if (!file.equals("-")) {
            return text(Path.of(file));
        }
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("standard input cannot be read", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read %s: %s".formatted(file, e.getClass().getSimpleName()), e);
        }
    }

    private static TopicTail<LlmResponse> tail(Endpoints endpoints) {
        return TopicTail.fromEnd(
                endpoints.kafka(), endpoints.registry(), Topics.RESPONSES, LlmResponse.class);
    }

    private List<TopicPosition> publish(List<LlmRequest> requests, Endpoints endpoints) {
        var positions = RequestPublisher.publish(requests, endpoints.kafka(), endpoints.registry());
        progress("published %d requests".formatted(requests.size()));
        return positions;
    }

    private void print(List<LlmRequest> requests, List<TopicPosition> positions) {
        var listing = new Listing("document", "jobId", "requestId", "submission");
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            var at = positions.get(i);
            listing.row()
                    .put("document", files.get(i))
                    .put("jobId", jobId(request))
                    .put("requestId", request.getRequestId())
                    .put(
                            "submission",
                            at.getTopic() + "-" + at.getPartition() + "@" + at.getOffset());
        }
        listing.print(output.format(), spec.commandLine().getOut());
    }

    private static String jobId(LlmRequest request) {
        try {
            return JobId.of(
                            new Department(request.getDepartment()),
                            new RequestId(request.getRequestId()))
                    .text();
        } catch (IllegalArgumentException e) {
            // Ingest will refuse it and say everything that is wrong.
            return "";
        }
    }

    private int await(List<TopicPosition> positions, Answers answers) {
        var names = new HashMap<TopicPosition, String>();
        for (int i = 0; i < positions.size(); i++) {
            names.put(positions.get(i), files.get(i));
        }
        var failed = new AtomicInteger();
        var done = new AtomicInteger();
        var open =
                answers.await(
                        positions,
                        timeout,
                        response -> {
                            var name = names.getOrDefault(response.getSubmission(), "");
                            show(name, response, spec.commandLine().getOut());
                            if (response.getStatus() != JobStatus.SUCCEEDED) {
                                failed.incrementAndGet();
                            }
                            progress(
                                    "%d of %d answered"
                                            .formatted(done.incrementAndGet(), positions.size()));
                        });
        if (!open.isEmpty()) {
            progress("%d were not answered within %s".formatted(open.size(), timeout));
            return UNANSWERED;
        }
        return failed.get() > 0 ? NOT_SUCCEEDED : 0;
    }

    private void show(String document, LlmResponse response, PrintWriter out) {
        var view = ResponseView.of(response);
        if (output.isJson()) {
            out.println(view.put("document", document));
        } else {
            out.printf(
                    "== %s: %s, %s USD%s%n%s%n",
                    document,
                    response.getStatus(),
                    view.path("costUsd").asText(),
                    response.getSimulated() ? " (simulated)" : "",
                    response.getStatus() == JobStatus.SUCCEEDED
                            ? view.path("content").asText()
                            : view.path("reason").asText());
        }
        out.flush();
    }

    private void progress(String sentence) {
        spec.commandLine().getErr().println(sentence);
    }
}
