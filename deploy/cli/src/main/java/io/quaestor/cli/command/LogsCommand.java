package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.StateOption;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.local.RunFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor logs}: the end of a process' log. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Show the end of the log of one process of the local stack, or of each.")
public final class LogsCommand implements Callable<Integer> {
    /** Long enough to be cheap, short enough to look alive. */
    private static final long LOOK_MS = 250;

    /** What is looked through for the last lines. */
    private static final int TAIL_BYTES = 256 * 1024;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StateOption state = new StateOption();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PROCESS",
            description = "For example router-worker-1; see quaestor status.")
    private @Nullable String process;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "20",
            description = "Last lines; default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--follow", description = "Go on until Ctrl-C; needs PROCESS.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (follow && process == null) {
            throw new ParameterException(spec.commandLine(), "--follow needs a PROCESS");
        }
        var out = spec.commandLine().getOut();
        var wanted = wanted();
        for (var one : wanted) {
            if (wanted.size() > 1 && !output.isJson()) {
                out.println("== " + one.name() + " (" + one.log() + ")");
            }
            last(Path.of(one.log())).forEach(line -> out.println(shown(one.name(), line)));
        }
        out.flush();
        if (follow) {
            follow(wanted.getFirst(), out);
        }
        return 0;
    }

    private List<RunFile.Running> wanted() {
        var all = state.running().processes();
        if (process == null) {
            return all;
        }
        var found = all.stream().filter(one -> one.name().equals(process)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    "no process %s; there are %s"
                            .formatted(
                                    process,
                                    all.stream()
                                            .map(RunFile.Running::name)
                                            .collect(Collectors.joining(", "))));
        }
        return found;
    }

    private List<String> last(Path log) throws IOException {
        if (!Files.isReadable(log)) {
            return List.of("(no log yet)");
        }
        var text = from(log, Math.max(0, Files.size(log) - TAIL_BYTES)).lines().toList();
        return text.subList(Math.max(0, text.size() - lines), text.size());
    }

    private static String from(Path log, long position) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            var bytes = new byte[(int) Math.min(TAIL_BYTES, file.length() - position)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private String shown(String name, String line) {
        return output.isJson()
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("process", name)
                        .put("line", line)
                        .toString()
                : line;
    }

    /** Line by line: what has no end yet comes with it. */
    private void follow(RunFile.Running one, PrintWriter out)
            throws IOException, InterruptedException {
        var log = Path.of(one.log());
        long position = Files.size(log);
        var begun = "";
        while (!out.checkError()) {
            long size = Files.size(log);
            if (size > position) {
                long end = Math.min(size, position + TAIL_BYTES);
                var text = begun + from(log, position);
                int complete = text.lastIndexOf('\n') + 1;
                text.substring(0, complete)
                        .lines()
                        .forEach(line -> out.println(shown(one.name(), line)));
                out.flush();
                begun = text.substring(complete);
                position = end;
            } else {
                // A log that shrank was begun anew.
                begun = size < position ? "" : begun;
                position = Math.min(position, size);
                Thread.sleep(LOOK_MS);
            }
        }
    }
}
