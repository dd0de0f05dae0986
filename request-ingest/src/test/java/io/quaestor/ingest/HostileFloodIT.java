package io.quaestor.ingest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.ApplicationContext;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.Seed;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tens of thousands of records and bodies that nobody sends in good faith: each ends as a job, a
 * typed answer or a dead letter, exactly once, and no loop of the service has to begin anew.
 */
class HostileFloodIT {

    private static final int CASES = Integer.getInteger("quaestor.fuzz.cases", 50_000);
    private static final int AT_ONCE = 1_000;
    private static final int CALLS_AT_ONCE = 32;

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER, Part.REGISTRY);

    private static @TempDir Path folder;
    private static Cluster cluster;
    private static ApplicationContext service;
    private static Caller caller;

    @BeforeAll
    static void start() {
        cluster = new Cluster(FIXTURE.kafka());
        cluster.apply("legal", 7);
        service =
                RequestIngest.start(
                        Map.of(
                                "micronaut.server.port",
                                -1,
                                "quaestor.ingest.instance",
                                "it-hostile",
                                "quaestor.ingest.state-dir",
                                folder.toString(),
                                "kafka.bootstrap.servers",
                                FIXTURE.bootstrapServers(),
                                "kafka.schema.registry.url",
                                FIXTURE.registryUrl()));
        caller = new Caller(service);
    }

    @AfterAll
    static void stop() {
        caller.close();
        service.close();
        cluster.close();
    }

    @Test
    void ofRecordsEndsEachExactlyOnce() {
        Seed.run(
                random -> {
                    var hostile = new HostileRecords(cluster);
                    var sent = new ArrayList<TopicPosition>();
                    try (var whereabouts = new Whereabouts(cluster)) {
                        while (sent.size() < CASES) {
                            var records =
                                    IntStream.range(0, AT_ONCE)
                                            .mapToObj(_ -> hostile.next(random))
                                            .toList();
                            sent.addAll(cluster.sendAll(records));
                            whereabouts.areKnownOf(sent);
                        }
                        assertThatEachEnds(sent, whereabouts);
                    }
                });
        assertThatTheServiceIsWell();
    }

    @Test
    void ofBodiesIsAnsweredAndEndsEachThatWasTakenExactlyOnce() {
        Seed.run(
                random -> {
                    try (var whereabouts = new Whereabouts(cluster)) {
                        var taken = new ConcurrentLinkedQueue<TopicPosition>();
                        var statuses = new TreeMap<Integer, Long>();
                        for (var answer : posted(random)) {
                            statuses.merge(answer.status(), 1L, Long::sum);
                            if (answer.status() == 202) {
                                taken.add(submission(answer.body()));
                            } else {
                                assertThatItIsTyped(answer);
                            }
                        }
                        System.out.println("statuses " + statuses);
                        assertThat(statuses.keySet()).isSubsetOf(202, 400, 409, 413, 429, 503);
                        assertThat(statuses.getOrDefault(202, 0L)).isPositive();
                        assertThatEachEnds(taken, whereabouts);
                    }
                });
        assertThatTheServiceIsWell();
    }

    private static List<Caller.Answer> posted(SplittableRandom random) {
        var places = new Semaphore(CALLS_AT_ONCE);
        var answers = new ArrayList<CompletableFuture<Caller.Answer>>(CASES);
        for (int i = 0; i < CASES; i++) {
            places.acquireUninterruptibly();
            answers.add(
                    caller.postedBytes("/v1/jobs", HostileBodies.next(random))
                            .whenComplete((_, _) -> places.release()));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static void assertThatItIsTyped(Caller.Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text("code")).isNotEmpty();
        assertThat(answer.text("detail")).isNotEmpty();
        assertThat(answer.text("fix")).isNotEmpty();
    }

    private static TopicPosition submission(JsonNode job) {
        var at = job.path("submission");
        return new TopicPosition(
                at.path("topic").asText(),
                at.path("partition").asInt(),
                at.path("offset").asLong());
    }

    private static void assertThatEachEnds(
            Collection<TopicPosition> submissions, Whereabouts whereabouts) {
        Cluster.await("the end of each", () -> whereabouts.areKnownOf(submissions));
        var fates = whereabouts.of(submissions);
        assertThat(fates.values()).allMatch(all -> all.size() == 1);
        System.out.println(fates.values().stream().collect(groupingBy(List::getFirst, counting())));
    }

    private static void assertThatTheServiceIsWell() {
        try (var whereabouts = new Whereabouts(cluster)) {
            var after = cluster.submit(Requests.valid("after-" + System.nanoTime(), "legal"));
            Cluster.await("one more", () -> whereabouts.areKnownOf(List.of(after)));
        }
        var health = caller.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().findValues("restarts"))
                .isNotEmpty()
                .allMatch(restarts -> restarts.asLong() == 0);
    }
}
