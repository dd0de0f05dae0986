package io.quaestor.cli.stack;

import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.catalog.CatalogProblem;
import io.quaestor.cli.catalog.CatalogReader;
import io.quaestor.cli.catalog.CatalogReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Edge: catalogue documents in files. */
public final class CatalogFile {
    /**
     * Reads a file.
     *
     * @throws RefusedCatalog with every problem
     * @throws CommandFailure when it cannot be read
     */
    public static CatalogDocument read(Path file, Map<String, String> environment) {
        return parse(file.toString(), text(file), environment);
    }

    /**
     * Reads a document that was applied before.
     *
     * @param name what it is called in refusals
     * @throws RefusedCatalog with every problem, for its variables may stand for other things now
     */
    public static CatalogDocument parse(String name, String text, Map<String, String> environment) {
        return switch (CatalogReader.read(text, environment)) {
            case CatalogReading.Valid(CatalogDocument document) -> document;
            case CatalogReading.Refused(List<CatalogProblem> problems) ->
                    throw new RefusedCatalog(name, problems);
        };
    }

    /** The variables a document may name when no stack runs. */
    public static Map<String, String> environment(String simulator) {
        return Endpoints.catalogEnvironment(simulator);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read %s: %s".formatted(file, e.getClass().getSimpleName()), e);
        }
    }

    /** A document that is refused whole. */
    public static final class RefusedCatalog extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedCatalog(String name, List<CatalogProblem> problems) {
            super(
                    problems.stream()
                            .map(CatalogProblem::toString)
                            .collect(
                                    Collectors.joining(
                                            System.lineSeparator() + "  ",
                                            "%s is refused, nothing was applied:%n  "
                                                    .formatted(name),
                                            "")));
        }
    }

    private CatalogFile() {}
}
