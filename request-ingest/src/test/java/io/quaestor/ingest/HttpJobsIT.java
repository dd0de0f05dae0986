package io.quaestor.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.ApplicationContext;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.Billing;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.FinishReason;
import io.quaestor.event.Job;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Receipt;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import io.quaestor.ingest.job.Story;
import io.quaestor.ingest.submission.Requests;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.kernel.RequestPartition;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door on a real broker and a real schema registry. */
class HttpJobsIT {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER, Part.REGISTRY);

    private static @TempDir Path folder;
    private static Cluster cluster;
    private static ApplicationContext service;
    private static Caller caller;

    @BeforeAll
    static void start() {
        cluster = new Cluster(FIXTURE.kafka());
        cluster.apply("legal", 7);
        service = started("it-door", Map.of());
        caller = new Caller(service);
    }

    @AfterAll
    static void stop() {
        caller.close();
        service.close();
        cluster.close();
    }

    private static void restart(Map<String, Object> overrides) {
        caller.close();
        service.close();
        service = started("it-door", overrides);
        caller = new Caller(service);
    }

    private static ApplicationContext started(String instance, Map<String, Object> overrides) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.server.port", -1);
        settings.put("quaestor.ingest.instance", instance);
        settings.put("quaestor.ingest.state-dir", folder.toString());
        settings.put("kafka.bootstrap.servers", FIXTURE.bootstrapServers());
        settings.put("kafka.schema.registry.url", FIXTURE.registryUrl());
        settings.putAll(overrides);
        return RequestIngest.start(settings);
    }

    @Test
    void takesAJobAndPublishesItAsAnyProducerWould() {
        var answer = caller.post("/v1/jobs", body("taken"), "Idempotency-Key", "http-taken");

        assertThat(answer.status()).isEqualTo(202);
        var jobId = JobId.ofTexts("legal", "http-taken").text();
        assertThat(answer.text("jobId")).isEqualTo(jobId);
        assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + jobId);
        assertThat(answer.text("state")).isEqualTo("WAITING");
        var at = submission(answer.body());
        assertThat(at.getPartition())
                .isEqualTo(RequestPartition.of(new RequestId("http-taken"), 8));
        assertThat(accepted(at).getMessages()).isEqualTo(Requests.valid("", "").getMessages());
        assertThat(accepted(at).getRequestId()).isEqualTo("http-taken");
    }

    @Test
    void carriesTheTraceOfItsCaller() {
        var answer =
                caller.post(
                        "/v1/jobs",
                        body("trace"),
                        "Idempotency-Key",
                        "http-trace",
                        "traceparent",
                        PARENT);

        var at = submission(answer.body());
        assertThat(accepted(at).getTrace().getTraceparent()).isEqualTo(PARENT);
    }

    @Test
    void givesTheSameJobForTheSameKeyAndForTheSameContent() {
        var first = caller.post("/v1/jobs", body("repeat"), "Idempotency-Key", "http-repeat");
        var second = caller.post("/v1/jobs", body("repeat"), "Idempotency-Key", "http-repeat");
        var derived = caller.post("/v1/jobs", body("derived"));
        var derivedAgain = caller.post("/v1/jobs", body("derived"));
        var other = caller.post("/v1/jobs", body("derived otherwise"));

        assertThat(second.text("jobId")).isEqualTo(first.text("jobId"));
        assertThat(derived.status()).isEqualTo(202);
        assertThat(derived.text("requestId")).matches("[0-9a-f]{64}");
        assertThat(derivedAgain.text("jobId")).isEqualTo(derived.text("jobId"));
        assertThat(other.text("jobId")).isNotEqualTo(derived.text("jobId"));
    }

    @Test
    void refusesAnotherBodyUnderAKeyThatIsTaken() {
        var first = caller.post("/v1/jobs", body("one"), "Idempotency-Key", "http-another");
        Cluster.await(
                "the view",
                () ->
                        caller.get("/v1/jobs").status() == 200
                                && caller.get("/v1/jobs/" + first.text("jobId"))
                                        .body()
                                        .has("deadline"));

        var other =
                caller.post("/v1/jobs?wait=1s", body("other"), "Idempotency-Key", "http-another");
        var same = caller.post("/v1/jobs", body("one"), "Idempotency-Key", "http-another");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("code")).isEqualTo("CONFLICT");
        assertThat(other.text("field")).isEqualTo("requestId");
        assertThat(same.status()).isEqualTo(202);
        assertThat(same.text("jobId")).isEqualTo(first.text("jobId"));
    }

    @Test
    void listsEverythingThatIsWrong() {
        var body =
                """
                {"department": "nobody", "model": "", "prompt": "x", "priority": "high",
                 "messages": [{"role": "wizard", "content": "x"}], "replyTopic": "llm.journal"}
                """;

        var answer = caller.post("/v1/jobs?wait=1s", body, "Idempotency-Key", "http-wrong");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("code")).isEqualTo("INVALID_REQUEST");
        assertThat(answer.body().path("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "department",
                        "model",
                        "prompt",
                        "priority",
                        "messages[0].role",
                        "replyTopic",
                        "replyTopic");
        assertThat(answer.body().path("errors"))
                .allSatisfy(
                        fault -> {
                            assertThat(fault.path("detail").asText()).endsWith(".");
                            assertThat(fault.path("fix").asText()).endsWith(".");
                        });
    }

    @Test
    void saysWhereABodyIsNoJson() {
        var answer = caller.post("/v1/jobs", "{\"department\": \"legal\",\n oops}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("MALFORMED_JSON");
        assertThat(answer.text("detail")).contains("line 2");
    }

    @Test
    void logsNothingOfABodyBeItRightOrWrong() {
        var secret = "the patient's name is Ada";
        var right = body("private").replace("Summarise this.", secret);
        try (var log = new LogOf()) {
            var taken = caller.post("/v1/jobs?wait=0s", right, "Idempotency-Key", "http-private");
            assertThat(taken.status()).isEqualTo(202);
            accepted(submission(taken.body()));
            for (var wrong :
                    List.of(
                            "{\"" + secret + "\": 1}",
                            "{\"department\": \"" + secret + "\"}",
                            "{\"prompt\": " + secret,
                            secret)) {
                assertThat(caller.post("/v1/jobs", wrong).status()).isEqualTo(400);
            }

            assertThat(log.lines()).noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void refusesToWaitElsewhereThanOnItsOwnTopicOrTooLong() throws Exception {
        var topic = new NewTopic("llm.responses.it-http", 1, (short) 1);
        if (!cluster.admin.listTopics().names().get().contains(topic.name())) {
            cluster.admin.createTopics(List.of(topic)).all().get();
        }
        var body =
                body("elsewhere").replaceFirst("\\{", "{\"replyTopic\": \"" + topic.name() + "\",");

        var elsewhere = caller.post("/v1/jobs?wait=1s", body);
        var tooLong = caller.post("/v1/jobs?wait=61s", body("long"));

        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.text("code")).isEqualTo("WAIT_ELSEWHERE");
        assertThat(elsewhere.text("field")).isEqualTo("replyTopic");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.text("field")).isEqualTo("wait");
        assertThat(caller.post("/v1/jobs", body).status()).isEqualTo(202);
    }

    @Test
    void refusesWhatIsTooLarge() {
        var bound = Map.<String, Object>of("quaestor.ingest.request-bytes-max", 20_000);
        try (var narrow = started("it-narrow", bound);
                var there = new Caller(narrow)) {
            var large = body("x".repeat(30_000));

            var answer = there.post("/v1/jobs", large);
            var inChunks = there.postInChunks("/v1/jobs", large);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.text("code")).isEqualTo("TOO_LARGE");
            assertThat(answer.text("fix")).isNotEmpty();
            assertThat(inChunks.status()).isEqualTo(413);
            assertThat(there.post("/v1/jobs", body("x".repeat(10_000))).status()).isEqualTo(202);
        }
    }

    @Test
    void takesABodyThatComesInChunks() {
        assertThat(caller.postInChunks("/v1/jobs", body("chunks")).status()).isEqualTo(202);
    }

    @Test
    void leavesLargeBodiesWithTheirSendersWhileThereIsNoRoomForThem() throws Exception {
        var large = "x".repeat(7 << 20);
        try (var slow = caller.beginning("/v1/jobs", large.length())) {
            Cluster.await("BUSY", () -> caller.post("/v1/jobs", large).status() == 503);

            var answer = caller.post("/v1/jobs", large);

            assertThat(slow.isConnected()).isTrue();
            assertThat(answer.text("code")).isEqualTo("BUSY");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
            assertThat(caller.post("/v1/jobs", body("small")).status()).isEqualTo(202);
        }
        Cluster.await(
                "room", () -> caller.post("/v1/jobs", large).text("code").equals("MALFORMED_JSON"));
    }

    @Test
    void shutsTheDoorWhileTooMuchIsWaiting() {
        restart(Map.of("quaestor.door.backlog-max", 5));
        service.getBean(IngestStreams.class).close();
        for (int i = 0; i < 10; i++) {
            cluster.submit(Requests.valid("http-flood-" + i, "legal"));
        }

        Cluster.await("429", () -> caller.post("/v1/jobs", body("429")).status() == 429);

        var answer = caller.post("/v1/jobs", body("429"));
        assertThat(answer.text("code")).isEqualTo("BACKLOG");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        restart(Map.of("quaestor.door.backlog-max", 5));
        Cluster.await("202", () -> caller.post("/v1/jobs", body("429")).status() == 202);
    }

    @Test
    void saysSoonThatKafkaDoesNotAnswer() {
        var dead =
                Map.<String, Object>of(
                        "kafka.bootstrap.servers", "127.0.0.1:1",
                        "kafka.request.timeout.ms", 2_000,
                        "kafka.default.api.timeout.ms", 2_000);
        try (var cutOff = started("it-cut-off", dead);
                var cutOffCaller = new Caller(cutOff)) {
            long before = System.nanoTime();

            var posted = cutOffCaller.post("/v1/jobs", body("away"));

            assertThat(posted.status()).isEqualTo(503);
            assertThat(posted.text("code")).isEqualTo("UNAVAILABLE");
            assertThat(Integer.parseInt(posted.header("Retry-After"))).isPositive();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(10));
            var unread = cutOffCaller.get("/v1/jobs/" + JobId.ofTexts("legal", "x").text());
            assertThat(unread.status()).isEqualTo(503);
            assertThat(unread.text("code")).isEqualTo("CATCHING_UP");
            assertThat(unread.header("Retry-After")).isNotEmpty();
            assertThat(cutOffCaller.get("/v1/jobs").status()).isEqualTo(503);
            assertThat(cutOffCaller.get("/health").status()).isEqualTo(503);
        }
    }

    @Test
    void answersWhenTheResponseComes() {
        var pending =
                caller.posted("/v1/jobs?wait=30s", body("wait"), "Idempotency-Key", "http-wait");
        var at = awaitSubmission("http-wait");
        cluster.respond(
                response(
                        "http-wait",
                        new TopicPosition(at.getTopic(), at.getPartition(), at.getOffset() + 1),
                        "other"));
        assertThat(pending).isNotDone();

        cluster.respond(response("http-wait", at, "Done."));

        var answer = pending.join();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("SUCCEEDED");
        assertThat(answer.text("content")).isEqualTo("Done.");
        assertThat(submission(answer.body())).isEqualTo(at);
        assertThat(answer.header("Location")).startsWith("/v1/jobs/");
    }

    @Test
    void answersARejectionToWhoWaits() {
        var pending =
                caller.posted("/v1/jobs?wait=30s", body("reject"), "Idempotency-Key", "http-r");
        var at = awaitSubmission("http-r");
        var rejected = response("http-r", at, null);
        rejected.setStatus(JobStatus.REJECTED);

        cluster.respond(rejected);

        assertThat(pending.join().text("status")).isEqualTo("REJECTED");
    }

    @Test
    void answers202WhenNoResponseComesInTime() {
        var answer =
                caller.post("/v1/jobs?wait=1s", body("in vain"), "Idempotency-Key", "http-vain");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("requestId")).isEqualTo("http-vain");
    }

    @Test
    void keepsNobodyWaitingBeyondItsBound() {
        var bound = Map.<String, Object>of("quaestor.door.waiters-max", 1);
        try (var narrow = started("it-narrow", bound);
                var there = new Caller(narrow)) {
            var first = there.posted("/v1/jobs?wait=30s", body("1"), "Idempotency-Key", "http-1");
            var at = awaitSubmission("http-1");

            var second = there.post("/v1/jobs?wait=30s", body("2"), "Idempotency-Key", "http-2");

            assertThat(second.status()).isEqualTo(202);
            assertThat(first).isNotDone();
            cluster.respond(response("http-1", at, "Done."));
            assertThat(first.join().status()).isEqualTo(200);
        }
    }

    @Test
    void tellsHowAJobStands() {
        var posted = caller.post("/v1/jobs", body("standing"), "Idempotency-Key", "http-standing");
        var job = "/v1/jobs/" + posted.text("jobId");
        assertThat(caller.get(job).text("state")).isEqualTo("WAITING");
        long run = posted.body().path("run").asLong();
        Cluster.await("acceptance", () -> caller.get(job).body().has("deadline"));
        var story =
                new Story("legal", "http-standing", run)
                        .accepted()
                        .admitted(1, 1_000)
                        .started(1, 1)
                        .called(1, 1, Billing.BILLED, 123)
                        .finished(JobStatus.SUCCEEDED, 1, 0, 123);

        cluster.journal(story.events().subList(1, 5));

        Cluster.await("the end", () -> caller.get(job).text("state").equals("SUCCEEDED"));
        var body = caller.get(job).body();
        assertThat(body.path("costNanoUsd").asLong()).isEqualTo(123);
        assertThat(body.path("attempts").asInt()).isEqualTo(1);
        assertThat(body.path("route").path("model").asText()).isEqualTo("haiku@aws");
        assertThat(body.path("simulated").asBoolean()).isTrue();
        assertThat(body.path("response").path("topic").asText()).isEqualTo("llm.responses");
        assertThat(Instant.parse(body.path("finishedAt").asText()))
                .isEqualTo(Story.START.plusSeconds(4));
        assertThat(body.has("reason")).isFalse();
    }

    @Test
    void doesNotKnowEveryJobAndSaysSinceWhenItWould() {
        var unknown = "/v1/jobs/" + JobId.ofTexts("legal", "never sent").text();
        Cluster.await("the view", () -> caller.get(unknown).status() != 503);

        var answer = caller.get(unknown);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("code")).isEqualTo("UNKNOWN_JOB");
        assertThat(answer.text("detail"))
                .contains(
                        "since "
                                + Instant.now()
                                        .minus(Duration.ofDays(8))
                                        .toString()
                                        .substring(0, 10));
        assertThat(caller.get("/v1/jobs/no-id").status()).isEqualTo(400);
    }

    @Test
    void answersOnAnyInstanceAboutJobsOfBeforeItsStart() {
        var posted = caller.post("/v1/jobs", body("any"), "Idempotency-Key", "http-any");
        var job = "/v1/jobs/" + posted.text("jobId");
        Cluster.await("acceptance", () -> caller.get(job).body().has("deadline"));

        try (var later = started("it-later", Map.of());
                var laterCaller = new Caller(later)) {
            Cluster.await("the view", () -> laterCaller.get(job).status() == 200);
            var there = laterCaller.get(job).body();
            assertThat(there).isEqualTo(caller.get(job).body());

            var second = laterCaller.post("/v1/jobs", body("any2"), "Idempotency-Key", "http-any2");
            var secondJob = "/v1/jobs/" + second.text("jobId");
            Cluster.await("the journal", () -> caller.get(secondJob).status() == 200);
        }
    }

    @Test
    void listsJobsPageByPage() {
        var department = "list-" + Long.toString(System.nanoTime(), 36);
        var start = Instant.now();
        for (int i = 0; i < 5; i++) {
            var story = new Story(department, "r-" + i, i, start.plusMillis(i)).accepted();
            cluster.journal(
                    i == 0 ? story.events() : story.finished(JobStatus.FAILED, 1, 0, 0).events());
        }
        var all = "/v1/jobs?department=" + department;
        Cluster.await(
                "five jobs",
                () -> items(all).size() == 5 && items(all + "&state=failed").size() == 4);

        var seen = new ArrayList<String>();
        var page = caller.get(all + "&limit=2").body();
        page.path("items").forEach(job -> seen.add(job.path("requestId").asText()));
        while (!page.path("next").isNull()) {
            page = caller.get(all + "&limit=2&cursor=" + page.path("next").asText()).body();
            page.path("items").forEach(job -> seen.add(job.path("requestId").asText()));
        }

        assertThat(seen).containsExactly("r-4", "r-3", "r-2", "r-1", "r-0");
        assertThat(items(all + "&state=waiting,queued")).hasSize(1);
        assertThat(caller.get(all + "&state=odd").status()).isEqualTo(400);
        assertThat(caller.get(all + "&limit=0").status()).isEqualTo(400);
        assertThat(caller.get(all + "&stat=failed").text("field")).isEqualTo("stat");
        assertThat(caller.get(all + "&cursor=odd").status()).isEqualTo(400);
    }

    @Test
    void listsJobsOfWhichACallHasNoKnownOutcome() {
        var department = "unknown-" + Long.toString(System.nanoTime(), 36);
        var known = new Story(department, "known", 1).accepted();
        var unknown =
                new Story(department, "unknown", 2)
                        .accepted()
                        .admitted(1, 100)
                        .started(1, 1)
                        .called(1, 1, Billing.UNKNOWN, 100);
        cluster.journal(known.events());
        cluster.journal(unknown.events());
        var all = "/v1/jobs?department=" + department;
        Cluster.await("two jobs", () -> items(all).size() == 2);

        Cluster.await("the outcome", () -> items(all + "&unknown=true").size() == 1);

        assertThat(items(all + "&unknown=true"))
                .extracting(job -> job.path("requestId").asText())
                .containsExactly("unknown");
        assertThat(items(all + "&unknown=false")).hasSize(2);
        assertThat(caller.get(all + "&unknown=maybe").status()).isEqualTo(400);
    }

    @Test
    void cancelsAJobThatRunsAndNoOther() {
        var posted = caller.post("/v1/jobs", body("cancel"), "Idempotency-Key", "http-cancel");
        var job = "/v1/jobs/" + posted.text("jobId");
        Cluster.await("acceptance", () -> caller.get(job).body().has("deadline"));

        var answer = caller.delete(job + "?by=ada&reason=mistake", "traceparent", PARENT);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("state")).isEqualTo("WAITING");
        Cluster.await(
                "the request to cancel",
                () -> caller.get(job).body().path("cancelRequested").asBoolean());
        var told =
                cluster.values(Topics.CONTROL, CancelRequested.class).stream()
                        .filter(one -> one.getJobId().equals(posted.text("jobId")))
                        .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getRequestedBy()).isEqualTo("ada");
        assertThat(told.getFirst().getReason()).isEqualTo("mistake");
        assertThat(told.getFirst().getTrace().getTraceparent()).isEqualTo(PARENT);
        assertThat(told.getFirst().getRun()).isEqualTo(posted.body().path("run").asLong());

        var end = new Story("legal", "http-cancel", told.getFirst().getRun()).accepted();
        cluster.journal(end.finished(JobStatus.CANCELLED, 0, 0, 0).events().subList(1, 2));
        Cluster.await("the end", () -> caller.get(job).text("state").equals("CANCELLED"));
        var tooLate = caller.delete(job);
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.text("code")).isEqualTo("HAS_ENDED");
        var nobody = "/v1/jobs/" + JobId.ofTexts("legal", "never sent either").text();
        Cluster.await("the view", () -> caller.get(nobody).status() != 503);
        assertThat(caller.delete(nobody).status()).isEqualTo(404);
    }

    @Test
    void showsAFurtherSubmissionAsTheJobThatAnswersIt() {
        var first = caller.post("/v1/jobs", body("twice"), "Idempotency-Key", "http-twice");
        var job = "/v1/jobs/" + first.text("jobId");
        Cluster.await("acceptance", () -> caller.get(job).body().has("deadline"));

        var second = caller.post("/v1/jobs", body("twice"), "Idempotency-Key", "http-twice");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body().path("run")).isEqualTo(first.body().path("run"));
        assertThat(submission(second.body())).isNotEqualTo(submission(first.body()));
        Cluster.await(
                "the duplicate", () -> caller.get(job).body().path("remembered").asInt() == 1);
        assertThat(submission(caller.get(job).body())).isEqualTo(submission(first.body()));
    }

    private List<JsonNode> items(String path) {
        var items = new ArrayList<JsonNode>();
        caller.get(path).body().path("items").forEach(items::add);
        return items;
    }

    @Test
    void servesItsOpenApiDocument() {
        var document = caller.get("/openapi.yml");

        assertThat(document.status()).as(document.response().body()).isEqualTo(200);
        assertThat(document.response().body())
                .startsWith("openapi: 3.")
                .contains("/v1/jobs:", "/v1/jobs/{jobId}:", "LlmRequest:", "LlmResponse:");
    }

    @Test
    void showsItsLoopsBrokerAndRegistryOnItsHealthPage() {
        Cluster.await("health", () -> caller.get("/health").status() == 200);

        var answer = caller.get("/health");

        assertThat(answer.body().findValuesAsText("loop"))
                .contains(
                        "ingest-streams",
                        "intake-backlog",
                        "registry-look",
                        "response-tail",
                        "job-view");
        assertThat(answer.response().body())
                .contains("\"broker\":\"UP\"", "\"registry\":\"UP\"", "\"jobsKnown\":");
    }

    @Test
    void measuresTheJobsThatHaveNotEndedByTheirState() {
        Cluster.await("the view", () -> !Double.isNaN(jobs("QUEUED")));
        double queued = jobs("QUEUED");
        double retrying = jobs("RETRYING");
        var story =
                new Story("legal", "http-gauge", 1)
                        .accepted()
                        .admitted(1, 1_000)
                        .started(1, 1)
                        .finished(JobStatus.FAILED, 1, 0, 0);

        cluster.journal(story.events().subList(0, 2));

        Cluster.await("one more", () -> jobs("QUEUED") == queued + 1);
        cluster.journal(story.events().subList(2, 4));
        Cluster.await("one less", () -> jobs("QUEUED") == queued);
        assertThat(jobs("RETRYING")).isEqualTo(retrying);
        assertThat(metrics()).doesNotContain("state=\"FAILED\"");
    }

    private static double jobs(String state) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("quaestor_jobs{state=\"" + state + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String metrics() {
        return caller.get("/prometheus").response().body();
    }

    private static String body(String metadata) {
        return """
        {"department": "legal", "model": "fast", "user": "ada", "auditReason": "a test",
         "messages": "Summarise this.", "metadata": {"case": "%s"}}
        """
                .formatted(metadata);
    }

    private static TopicPosition submission(JsonNode body) {
        var at = body.path("submission");
        return new TopicPosition(
                at.path("topic").asText(),
                at.path("partition").asInt(),
                at.path("offset").asLong());
    }

    private LlmRequest accepted(TopicPosition at) {
        Cluster.await("acceptance of " + at, () -> !acceptedAt(at).isEmpty());
        return acceptedAt(at).getFirst();
    }

    private List<LlmRequest> acceptedAt(TopicPosition at) {
        return cluster.values(Topics.ACCEPTED, AcceptedJob.class).stream()
                .map(AcceptedJob::getJob)
                .filter(job -> job.getSubmission().equals(at))
                .map(Job::getRequest)
                .toList();
    }

    private TopicPosition awaitSubmission(String requestId) {
        Cluster.await("submission of " + requestId, () -> !submissions(requestId).isEmpty());
        return submissions(requestId).getLast();
    }

    private List<TopicPosition> submissions(String requestId) {
        return cluster.read(Topics.REQUESTS).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(requestId))
                .map(
                        record ->
                                new TopicPosition(
                                        record.topic(), record.partition(), record.offset()))
                .toList();
    }

    private static LlmResponse response(
            String requestId, TopicPosition at, @Nullable String content) {
        var now = Instant.now();
        var response = new LlmResponse();
        response.setJobId(JobId.ofTexts("legal", requestId).text());
        response.setDepartment("legal");
        response.setRequestId(requestId);
        response.setSubmission(at);
        response.setRun(at.getOffset());
        response.setStatus(JobStatus.SUCCEEDED);
        response.setContent(content);
        response.setToolCalls(List.of());
        response.setFinishReason(FinishReason.STOP);
        response.setRawFinishReason("");
        response.setResponseModel("");
        response.setTimings(new Timings(now, now, null, null, now, 0L));
        response.setReceipt(new Receipt("", "", 0L, List.of(), 0L, 0L, 0, "event", 7));
        response.setMetadata(Map.of());
        return response;
    }
}
