package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.http.ServiceOptions;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.kernel.Money;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor jobs}: how jobs stand. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "Show how one job stands, or the newest ones; asks request-ingest.")
public final class JobsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServiceOptions service = new ServiceOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One job, whole.")
    private @Nullable String id;

    @Option(names = "--department", paramLabel = "D", description = "Only this department's.")
    private @Nullable String department;

    @Option(
            names = "--in",
            paramLabel = "STATE",
            description = "Only jobs in this state, for example waiting or failed.")
    private @Nullable String wantedState;

    @Option(
            names = "--unknown",
            description =
                    "Only jobs with a call of which nobody knows how it ended: it may have been billed"
                            + " and is charged as an estimate.")
    private boolean unknown;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        var client = service.resolve("request-ingest");
        if (id != null) {
            print(client.get("/v1/jobs/" + id));
            return 0;
        }
        var query = new HashMap<String, String>();
        if (department != null) {
            query.put("department", department);
        }
        if (wantedState != null) {
            query.put("state", wantedState);
        }
        if (unknown) {
            query.put("unknown", "true");
        }
        list(client.list("/v1/jobs", query, limit));
        return 0;
    }

    private void print(ObjectNode job) {
        tell(job);
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(job);
        } else {
            job.properties()
                    .forEach(
                            field ->
                                    out.printf(
                                            "%-16s %s%n",
                                            field.getKey(),
                                            field.getValue().isValueNode()
                                                    ? field.getValue().asText()
                                                    : field.getValue().toString()));
        }
        out.flush();
    }

    private void list(List<ObjectNode> jobs) {
        var listing =
                new Listing(
                        "acceptedAt",
                        "state",
                        "department",
                        "requestId",
                        "attempts",
                        "costUsd",
                        "jobId",
                        "why");
        jobs.forEach(JobsCommand::tell);
        jobs.forEach(listing::add);
        listing.print(output.format(), spec.commandLine().getOut());
    }

    /** What people look for, beside what the service says. */
    private static void tell(ObjectNode job) {
        job.put("costUsd", Money.ofNanoUsd(job.path("costNanoUsd").asLong()).toUsd());
        job.put("why", job.path("reason").path("type").asText(""));
    }
}
