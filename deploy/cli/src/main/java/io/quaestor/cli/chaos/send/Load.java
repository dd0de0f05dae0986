package io.quaestor.cli.chaos.send;

import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.cli.chaos.load.Errand;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.event.CancelRequest;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Edge: sends the errands of a campaign when they are due, from a thread of its own, like a client
 * that means it: what the broker or ingest does not take now is tried again. What falls due
 * meanwhile is sent as soon as it can be, so the load is bounded by its rate.
 */
public final class Load implements AutoCloseable {
    /** Beyond any outage of a plan: what is not acknowledged by then fails the campaign. */
    private static final Duration DELIVERY_MAX = Duration.ofSeconds(60);

    private final Errands errands;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpPosts posts;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final Collection<Place> acknowledged = new ConcurrentLinkedQueue<>();
    private final Collection<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile int sent;

    private Load(
            Errands errands, int count, KafkaSettings kafka, RegistryClient registry, URI ingest) {
        this.errands = errands;
        this.encoder = RecordEncoder.ofValues(registry);
        var config = ClientDefaults.producer(kafka, "quaestor-chaos");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MAX.toMillis());
        this.producer = new KafkaProducer<>(config);
        this.posts = new HttpPosts(ingest, acknowledged, problems);
        this.thread = Thread.ofPlatform().name("load").daemon().start(() -> run(count));
    }

    /**
     * Begins at the errands' begin.
     *
     * @param count how many submissions there are in all
     * @param ingest where request-ingest serves HTTP
     */
    public static Load begin(
            Errands errands, int count, KafkaSettings kafka, RegistryClient registry, URI ingest) {
        return new Load(errands, count, kafka, registry, ingest);
    }

    private void run(int count) {
        try {
            for (int number = 0; number < count; number++) {
                awaitDue(number);
                send(errands.errand(number));
                sent = number + 1;
            }
        } catch (InterruptedException _) {
            // Closed before its time: somebody else says why.
        } catch (RuntimeException e) {
            failure.set(e);
        } finally {
            over.countDown();
        }
    }

    private void awaitDue(int number) throws InterruptedException {
        long millis = errands.due(number).toEpochMilli() - System.currentTimeMillis();
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }

    private void send(Errand errand) {
        switch (errand) {
            case Errand.Publish(var _, var request) ->
                    publish(
                            Lanes.keyed(
                                    Topics.REQUESTS,
                                    request.getRequestId(),
                                    encoder.encode(Topics.REQUESTS, request)));
            case Errand.PublishBytes(var _, var key, var text) ->
                    publish(
                            Lanes.keyed(
                                    Topics.REQUESTS, key, text.getBytes(StandardCharsets.UTF_8)));
            case Errand.PublishAndCancel(var kind, var request, var after) -> {
                send(new Errand.Publish(kind, request));
                var cancel =
                        new CancelRequest(
                                request.getDepartment(),
                                request.getRequestId(),
                                "campaign",
                                "",
                                null);
                var value = encoder.encode(Topics.CANCELLATIONS, cancel);
                var record = Lanes.keyed(Topics.CANCELLATIONS, request.getRequestId(), value);
                var _ =
                        later.schedule(
                                () -> {
                                    var _ = producer.send(record, this::noteProblem);
                                },
                                after.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            case Errand.Post(var _, var requestId, var json) -> posts.post(requestId, json);
        }
    }

    private void publish(ProducerRecord<byte[], byte[]> record) {
        var _ =
                producer.send(
                        record,
                        (place, problem) -> {
                            noteProblem(place, problem);
                            if (problem == null) {
                                acknowledged.add(
                                        new Place(
                                                place.topic(), place.partition(), place.offset()));
                            }
                        });
    }

    private void noteProblem(@Nullable RecordMetadata place, @Nullable Exception problem) {
        if (problem != null) {
            problems.add("a record was not taken within %s: %s".formatted(DELIVERY_MAX, problem));
        }
    }

    /** Submissions sent so far, acknowledged or not. */
    public int sent() {
        return sent;
    }

    /**
     * Waits until everything is sent and acknowledged, or given up.
     *
     * @throws IllegalStateException when the load could not go on
     */
    public void await() throws InterruptedException {
        over.await();
        posts.await();
        later.shutdown();
        var _ = later.awaitTermination(DELIVERY_MAX.toMillis(), TimeUnit.MILLISECONDS);
        producer.flush();
        Optional.ofNullable(failure.get())
                .ifPresent(
                        e -> {
                            throw new IllegalStateException("the load failed", e);
                        });
    }

    /** Where broker or ingest said that a submission lies. */
    public List<Place> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** What was not taken, and answers over HTTP that no valid request should get. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        thread.interrupt();
        later.shutdownNow();
        posts.close();
        producer.close(Duration.ZERO);
    }
}
