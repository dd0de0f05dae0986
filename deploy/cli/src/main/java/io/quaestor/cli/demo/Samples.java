package io.quaestor.cli.demo;

import io.quaestor.cli.stack.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Edge: the documents and tasks of {@code deploy/samples}. */
public record Samples(List<SampleDocument> documents, List<SampleTask> tasks) {
    public Samples {
        documents = List.copyOf(documents);
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads the folder.
     *
     * @throws CommandFailure when a file is missing
     */
    public static Samples read(Path folder) {
        var prompts = folder.resolve("prompts");
        var schema = Optional.of(text(prompts.resolve("extract.schema.json")));
        var none = Optional.<String>empty();
        return new Samples(
                documents(folder.resolve("addresses")),
                List.of(
                        new SampleTask(
                                "summarise",
                                "legal",
                                "lena",
                                "digest",
                                400,
                                text(prompts.resolve("summarise.txt")),
                                none),
                        new SampleTask(
                                "extract",
                                "finance",
                                "femi",
                                "cheap",
                                600,
                                text(prompts.resolve("extract.txt")),
                                schema),
                        new SampleTask(
                                "classify",
                                "research",
                                "rosa",
                                "fast",
                                60,
                                text(prompts.resolve("classify.txt")),
                                none)));
    }

    /** The same tasks for the first documents only. */
    public Samples first(int count) {
        return new Samples(documents.subList(0, Math.min(count, documents.size())), tasks);
    }

    public int jobs() {
        return documents.size() * tasks.size();
    }

    private static List<SampleDocument> documents(Path folder) {
        var documents = new ArrayList<SampleDocument>();
        try (var files = Files.newDirectoryStream(folder, "*.txt")) {
            files.forEach(
                    file ->
                            documents.add(
                                    new SampleDocument(
                                            String.valueOf(file.getFileName()), text(file))));
        } catch (IOException e) {
            throw new CommandFailure("cannot read the sample documents in " + folder, e);
        }
        documents.sort((one, other) -> one.name().compareTo(other.name()));
        return documents;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file, e);
        }
    }
}
