package io.quaestor.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden files of one adapter, below {@code src/test/resources/provider/<protocol>}: {@code
 * requests/<sample>.json} is what goes over the wire, {@code replies/<name>.http} is what comes
 * back and {@code .reply} what it means. Written anew with {@code -Dgolden.write=true}, to be read
 * before they are committed.
 */
public final class GoldenFiles {

    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final Path folder;

    public GoldenFiles(String protocol) {
        folder =
                Path.of(
                        System.getProperty("basedir", "."),
                        "src/test/resources/provider",
                        protocol);
    }

    /** One test per sample request: its body as sent by the adapter at the server. */
    public Stream<DynamicTest> requests(FakeServer server, Provider provider) {
        return Samples.all().entrySet().stream()
                .map(
                        sample ->
                                DynamicTest.dynamicTest(
                                        sample.getKey(),
                                        () -> {
                                            int before = server.received().size();
                                            ProviderReply reply =
                                                    provider.call(Samples.call(sample.getValue()))
                                                            .toCompletableFuture()
                                                            .join();
                                            List<FakeServer.Received> sent = server.received();
                                            String body =
                                                    sent.size() > before
                                                            ? pretty(sent.getLast().body())
                                                            : ReplyText.of(reply);
                                            compare(
                                                    folder.resolve("requests")
                                                            .resolve(sample.getKey() + ".json"),
                                                    body);
                                        }));
    }

    /** One test per stored reply. */
    public Stream<DynamicTest> replies(FakeServer server, Provider provider, ProviderCall call) {
        return files(folder.resolve("replies"))
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> {
                                            server.will(stored(Files.readString(file)));
                                            ProviderReply reply =
                                                    provider.call(call)
                                                            .toCompletableFuture()
                                                            .join();
                                            compare(
                                                    Path.of(
                                                            file.toString()
                                                                    .replaceAll("http$", "reply")),
                                                    ReplyText.of(reply));
                                        }));
    }

    private static FakeServer.Behaviour stored(String http) {
        String[] parts = http.split("\n\n", 2);
        List<String> head = parts[0].lines().toList();
        String[] headers = head.subList(1, head.size()).toArray(String[]::new);
        return FakeServer.answering(Integer.parseInt(head.getFirst().strip()), parts[1], headers);
    }

    private static void compare(Path file, String actual) throws IOException {
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> stored =
                    files.filter(file -> file.toString().endsWith(".http")).sorted().toList();
            assertThat(stored).isNotEmpty();
            return stored.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(String json) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return JSON.writer(printer).writeValueAsString(JSON.readTree(json)) + "\n";
    }
}
