package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.http.ServiceOptions;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.kernel.JobId;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor cancel}: asks for a job to be ended. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description =
                "Cancel a job: one that waits is not called any more; of a call under way the reply is"
                        + " not delivered, and what it cost is charged. Asks request-ingest.")
public final class CancelCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServiceOptions service = new ServiceOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--by", paramLabel = "NAME", description = "Who wants it, for the journal.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
    private @Nullable String reason;

    /** One of the two ways to name a job. */
    static final class Which {
        @Parameters(arity = "1", paramLabel = "JOB_ID", description = "The job.")
        private @Nullable String jobId;

        @ArgGroup(exclusive = false)
        private @Nullable Names names;

        private String jobId() {
            return names == null
                    ? String.valueOf(jobId)
                    : JobId.ofTexts(names.department, names.requestId).text();
        }
    }

    /** What its producer calls it. */
    static final class Names {
        @Option(
                names = "--department",
                required = true,
                paramLabel = "D",
                description = "Its department.")
        private String department = "";

        @Option(
                names = "--request-id",
                required = true,
                paramLabel = "R",
                description = "Its id within the department.")
        private String requestId = "";
    }

    @Override
    public Integer call() {
        var query = new HashMap<String, String>();
        if (by != null) {
            query.put("by", by);
        }
        if (reason != null) {
            query.put("reason", reason);
        }
        var client = service.resolve("request-ingest");
        print(client.delete("/v1/jobs/" + which.jobId(), query));
        return 0;
    }

    private void print(ObjectNode job) {
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(job);
        } else {
            out.printf(
                    "job %s is to be cancelled; it was %s%n",
                    job.path("jobId").asText(), job.path("state").asText());
        }
        out.flush();
    }
}
