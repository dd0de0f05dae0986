package io.quaestor.cli.command;

import io.quaestor.cli.catalog.CatalogTopic;
import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.cli.view.Standing;
import io.quaestor.cli.view.Unspent;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor budgets}: how they stand. */
@Command(
        name = "budgets",
        mixinStandardHelpOptions = true,
        description = "Show every limit with what is settled and held in its current window.")
public final class BudgetsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EndpointOptions cluster = new EndpointOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(names = "--department", paramLabel = "D", description = "Only this department's.")
    private @Nullable String department;

    @Option(names = "--all", description = "Windows that have ended too.")
    private boolean all;

    @Override
    public Integer call() {
        var endpoints = cluster.resolve();
        var now = Instant.now();
        var states =
                Standing.newest(
                        TopicTail.all(
                                        endpoints.kafka(),
                                        endpoints.registry(),
                                        Topics.BUDGETS,
                                        BudgetRecord.class)
                                .stream()
                                .map(record -> record.value().getBody())
                                .filter(BudgetState.class::isInstance)
                                .map(BudgetState.class::cast)
                                .toList());
        var present = states.stream().filter(state -> Standing.isIn(state, now)).toList();
        var catalog = new CatalogTopic(endpoints.kafka(), endpoints.registry()).read().inForce();
        var shown =
                Stream.concat(
                                (all ? states : present).stream(),
                                Unspent.of(catalog, present, now).stream())
                        .filter(this::isWanted)
                        .toList();
        Standing.of(shown).print(output.format(), spec.commandLine().getOut());
        return 0;
    }

    private boolean isWanted(BudgetState state) {
        return department == null || state.getDepartment().equals(department);
    }
}
