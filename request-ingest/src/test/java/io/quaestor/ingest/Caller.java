package io.quaestor.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Somebody who calls the service over HTTP. */
final class Caller implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back, its body read as JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text(String field) {
            return body.path(field).asText();
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;

    Caller(ApplicationContext service) {
        server = service.getBean(EmbeddedServer.class).getURI();
    }

    Answer get(String path) {
        return sent(HttpRequest.newBuilder(server.resolve(path)).build()).join();
    }

    Answer delete(String path, String... headers) {
        var request = HttpRequest.newBuilder(server.resolve(path)).DELETE();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return sent(request.build()).join();
    }

    Answer post(String path, String body, String... headers) {
        return posted(path, body, headers).join();
    }

    CompletableFuture<Answer> posted(String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return sent(request.build());
    }

    CompletableFuture<Answer> postedBytes(String path, byte[] body) {
        return sent(
                HttpRequest.newBuilder(server.resolve(path))
                        .POST(BodyPublishers.ofByteArray(body))
                        .header("Content-Type", "application/json")
                        .build());
    }

    /** Of a length that is not told before. */
    Answer postInChunks(String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                        .header("Content-Type", "application/json");
        return sent(request.build()).join();
    }

    /** A request of that length of which nothing but the head is sent. */
    Socket beginning(String path, int length) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        var head =
                "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, server.getHost(), length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private CompletableFuture<Answer> sent(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer, json(answer.body())));
    }

    private static JsonNode json(String body) {
        try {
            return body.startsWith("{") ? JSON.readTree(body) : JSON.nullNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
