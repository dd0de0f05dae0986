package io.quaestor.cli.stack;

import io.quaestor.local.Pss;
import io.quaestor.local.RunFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * How one process of the stack is.
 *
 * @param health {@code up}, {@code down} (its own health page says so), {@code silent} (it does not
 *     answer) or {@code gone}
 * @param pssBytes with child processes; 0 where the system does not tell
 */
public record ProcessState(String name, long pid, String url, String health, long pssBytes) {
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int OK = 200;

    public boolean isWell() {
        return health.equals("up");
    }

    /** Asks it. */
    public static ProcessState of(RunFile.Running process) {
        var handle = process.handle();
        if (handle.isEmpty()) {
            return new ProcessState(process.name(), process.pid(), process.url(), "gone", 0);
        }
        return new ProcessState(
                process.name(),
                process.pid(),
                process.url(),
                process.url().isEmpty() ? "up" : health(process),
                Pss.ofTree(handle.get()).orElse(0));
    }

    private static String health(RunFile.Running process) {
        var path = process.name().equals("registry") ? "/apis/ccompat/v7/subjects" : "/health";
        var origin = URI.create(process.url()).resolve("/");
        var request = HttpRequest.newBuilder(origin.resolve(path)).timeout(ANSWER).build();
        try (var client = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
            return client.send(request, BodyHandlers.discarding()).statusCode() == OK
                    ? "up"
                    : "down";
        } catch (IOException e) {
            return "silent";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "silent";
        }
    }
}
