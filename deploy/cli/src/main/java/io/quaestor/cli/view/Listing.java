package io.quaestor.cli.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Rows of one kind. People see the named columns; programs also get whatever else a row holds.
 *
 * <p>Not thread-safe.
 */
public final class Listing {
    private static final int GAP = 2;

    private final List<String> columns;
    private final List<ObjectNode> rows = new ArrayList<>();

    /**
     * @param columns keys of the fields that tables and CSV show, in their order
     */
    public Listing(String... columns) {
        this.columns = List.of(columns);
    }

    /** A new row at the end, to be filled. */
    public ObjectNode row() {
        var row = JsonNodeFactory.instance.objectNode();
        rows.add(row);
        return row;
    }

    public Listing add(ObjectNode row) {
        rows.add(row);
        return this;
    }

    public int size() {
        return rows.size();
    }

    public void print(Format format, PrintWriter out) {
        switch (format) {
            case TABLE -> table(out);
            case CSV -> csv(out);
            case JSON -> rows.forEach(out::println);
        }
        out.flush();
    }

    private void table(PrintWriter out) {
        var widths = columns.stream().map(this::width).toList();
        out.println(line(columns.stream().map(Listing::heading).toList(), widths));
        for (var row : rows) {
            var cells = columns.stream().map(column -> cell(row, column)).toList();
            out.println(line(cells, widths));
        }
    }

    /** {@code limitUsd} is headed {@code LIMIT USD}. */
    private static String heading(String column) {
        return column.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    private int width(String column) {
        return rows.stream()
                .mapToInt(row -> cell(row, column).length())
                .reduce(heading(column).length(), Math::max);
    }

    private String line(List<String> cells, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var cell = cells.get(i);
            var blanks = " ".repeat(widths.get(i) - cell.length());
            boolean right = isNumeric(columns.get(i));
            line.append(right ? blanks + cell : cell + blanks).append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    private boolean isNumeric(String column) {
        return !rows.isEmpty()
                && rows.stream()
                        .map(row -> cell(row, column))
                        .allMatch(cell -> cell.isEmpty() || cell.matches("-?[0-9.]+%?"));
    }

    private static String cell(ObjectNode row, String column) {
        var value = row.path(column);
        return value.isContainerNode() ? value.toString() : value.asText("");
    }

    private void csv(PrintWriter out) {
        try {
            var printer = new CSVPrinter(out, CSVFormat.RFC4180);
            printer.printRecord(columns);
            for (var row : rows) {
                printer.printRecord(columns.stream().map(column -> cell(row, column)).toList());
            }
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
