package io.quaestor.simulator;

import io.quaestor.simulator.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Tells who started the simulator where it listens. */
final class PortsFile {

    private PortsFile() {}

    /** Writes the file whole or not at all: a reader never sees half of it. */
    static void write(Path file, int port) throws IOException {
        String url = "http://127.0.0.1:" + port;
        byte[] json =
                Json.bytes(
                        Json.object()
                                .put("port", port)
                                .put("url", url)
                                .put("openAiUrl", url + "/v1")
                                .put("bedrockUrl", url));
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".draft");
        Files.write(draft, json);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
