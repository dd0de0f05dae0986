package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.topic.DeadLetterTopic;
import io.quaestor.cli.topic.DeadLetterTopic.Replayed;
import io.quaestor.cli.topic.StoredLetter;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor dead-letters}: records that could not be read, byte for byte. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "List, show or send again what could not be read.")
public final class DeadLettersCommand implements Runnable {
    /** A hundred thousand bytes of hexadecimal help nobody. */
    private static final int SHOWN_BYTES = 4_096;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which: dead-letters list, show or replay");
    }

    @Command(mixinStandardHelpOptions = true, description = "List them, the oldest first.")
    int list(@Mixin EndpointOptions cluster, @Mixin OutputOptions output) {
        var rows = new TreeMap<Instant, List<ObjectNode>>();
        topic(cluster)
                .each(
                        letter ->
                                rows.computeIfAbsent(letter.at(), _ -> new ArrayList<>())
                                        .add(row(letter)));
        var listing = new Listing("id", "at", "reason", "from", "bytes", "message");
        rows.values().forEach(at -> at.forEach(listing::add));
        listing.print(output.format(), spec.commandLine().getOut());
        return 0;
    }

    private static ObjectNode row(StoredLetter letter) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", letter.id())
                .put("at", letter.at().toString())
                .put("stage", letter.stage())
                .put("reason", letter.reason())
                .put("from", letter.from())
                .put("bytes", letter.value().length)
                .put("message", letter.message());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Show one with its first bytes in hexadecimal.",
                "They may be a prompt in clear."
            })
    int show(
            @Parameters(paramLabel = "ID", description = "As listed, for example 0@17.") String id,
            @Mixin EndpointOptions cluster,
            @Mixin OutputOptions output) {
        var letter = find(topic(cluster), id);
        int shown = Math.min(letter.value().length, SHOWN_BYTES);
        var row =
                row(letter)
                        .put("headers", letter.headerNames())
                        .put("key", letter.keyText())
                        .put("hex", HexFormat.of().formatHex(letter.value(), 0, shown));
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(row);
        } else {
            row.properties()
                    .forEach(
                            field ->
                                    out.printf(
                                            "%-8s %s%n",
                                            field.getKey(), field.getValue().asText()));
        }
        out.flush();
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Send one, or all, to the topic it came from again, unchanged: for records that can be read now.",
                "Only what clients write (llm.requests, llm.cancellations) is sent: the other topics have one writer each.",
                "What was too large to be kept whole is not sent either."
            })
    int replay(
            @Parameters(arity = "0..1", paramLabel = "ID", defaultValue = "", description = "One.")
                    String id,
            @Option(names = "--all", description = "All of them.") boolean all,
            @Mixin EndpointOptions cluster,
            @Mixin OutputOptions output) {
        if (all != id.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name one ID, or give --all");
        }
        var replayed = all ? topic(cluster).replayAll() : replayed(topic(cluster), id);
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("sent", replayed.sent())
                            .put("left", replayed.left()));
        } else {
            out.printf("sent %d records again, left %d%n", replayed.sent(), replayed.left());
        }
        return 0;
    }

    private static Replayed replayed(DeadLetterTopic topic, String id) {
        var letter = find(topic, id);
        if (!letter.isClients()) {
            throw new CommandFailure(
                    "%s came from %s, which only Quaestor itself writes: it is not sent again"
                            .formatted(letter.id(), letter.topic()));
        }
        if (!letter.whole()) {
            throw new CommandFailure(
                    "%s was too large to be kept whole: it is not sent again, and lies at %s"
                            .formatted(letter.id(), letter.from()));
        }
        topic.replay(letter);
        return new Replayed(1, 0);
    }

    private static DeadLetterTopic topic(EndpointOptions cluster) {
        return new DeadLetterTopic(cluster.resolve().kafka());
    }

    private static StoredLetter find(DeadLetterTopic topic, String id) {
        return topic.find(id)
                .orElseThrow(() -> new CommandFailure("there is no dead letter " + id));
    }
}
