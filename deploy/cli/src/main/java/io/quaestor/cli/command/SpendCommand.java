package io.quaestor.cli.command;

import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.cli.view.Format;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.cli.view.Spending;
import io.quaestor.event.Charge;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor spend}: where the money went. */
@Command(
        name = "spend",
        mixinStandardHelpOptions = true,
        description = "Add up the charges on llm.spend.charges, exactly.")
public final class SpendCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private EndpointOptions cluster = new EndpointOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--by",
            paramLabel = "SIDE",
            defaultValue = "department",
            description =
                    "department, model, user or day (of the department's calendar); default: ${DEFAULT-VALUE}.")
    private Spending.By by = Spending.By.DEPARTMENT;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv or json; default: table.")
    private @Nullable Format format;

    @Option(names = "--department", paramLabel = "D", description = "Only this department's.")
    private @Nullable String department;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "First day, for example 2026-01-31.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day.")
    private @Nullable LocalDate to;

    @Override
    public Integer call() {
        var endpoints = cluster.resolve();
        var spending = new Spending(by);
        try (var charges =
                TopicTail.since(
                        endpoints.kafka(),
                        endpoints.registry(),
                        Topics.CHARGES,
                        Charge.class,
                        earliest())) {
            charges.toEnd(
                    charge -> {
                        if (isWanted(charge)) {
                            spending.add(charge);
                        }
                    });
        }
        var out = spec.commandLine().getOut();
        var chosen = format == null ? output.format() : format;
        spending.listing().print(chosen, out);
        if (chosen == Format.TABLE) {
            out.printf("%s in %d line items%n", spending.total(), spending.lineItems());
            out.flush();
        }
        return 0;
    }

    /** The first moment of the first day anywhere: what is charged is written after it. */
    private Instant earliest() {
        return from == null ? Instant.EPOCH : from.atStartOfDay(ZoneOffset.ofHours(14)).toInstant();
    }

    private boolean isWanted(Charge charge) {
        var day = Spending.day(charge);
        return (department == null || charge.getDepartment().equals(department))
                && (from == null || !day.isBefore(from))
                && (to == null || !day.isAfter(to));
    }
}
