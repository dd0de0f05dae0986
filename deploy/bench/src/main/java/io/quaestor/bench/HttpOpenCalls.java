package io.quaestor.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.bench.figure.Utilisation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edge: asks the simulator ten times a second how many calls are open. */
final class HttpOpenCalls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpOpenCalls.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Short against the shortest call that is worth an integral. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest question;
    private final List<Utilisation.Sample> samples = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    HttpOpenCalls(URI simulator) {
        question =
                HttpRequest.newBuilder(simulator.resolve("/simulator/stats"))
                        .timeout(ANSWER)
                        .build();
        thread = Thread.ofPlatform().name("open-calls").daemon().start(this::run);
    }

    /** All samples so far. */
    List<Utilisation.Sample> samples() {
        return List.copyOf(samples);
    }

    private void run() {
        try {
            do {
                ask();
            } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            log.debug("interrupted", e);
        }
    }

    private void ask() throws InterruptedException {
        try {
            var answer = client.send(question, BodyHandlers.ofString());
            int open = JSON.readTree(answer.body()).path("open").asInt();
            samples.add(new Utilisation.Sample(System.nanoTime(), open));
        } catch (IOException e) {
            // One sample less: the integral goes straight from its neighbours.
            log.warn("the simulator does not tell its open calls", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
