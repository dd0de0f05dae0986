package io.quaestor.router.harness;

import io.micronaut.context.ApplicationContext;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.AliasEntry;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.ClaimProof;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.Job;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Message;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.PriceEntry;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.router.RouterWorker;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A cluster of its own with topics, a catalogue of two providers, the real simulator, and workers
 * in this process.
 */
public final class WorkerHarness implements AutoCloseable {
    public static final int LANE = 5;

    private final KafkaFixture fixture = KafkaFixture.fresh(Part.BROKER, Part.REGISTRY);
    private final SimulatorProcess simulator = new SimulatorProcess();
    private final RegistryClient registry;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong submissions = new AtomicLong();
    private final Map<String, Long> runs = new HashMap<>();
    private long catalogVersion;
    private int entries;

    public WorkerHarness() {
        // A registry just started takes its time over the first schema.
        var patient = new HashMap<String, String>(kafka().registry());
        patient.put("schema.registry.request.timeout.ms", "30000");
        registry = RegistryClient.from(patient);
        encoder = RecordEncoder.ofValues(registry);
        try (var provisioner = new TopicProvisioner(kafka())) {
            provisioner.provision(List.of());
            provisioner.provisionProvider("sim-oai");
            provisioner.provisionProvider("sim-aws");
        }
        producer = new KafkaProducer<>(ClientDefaults.producer(kafka(), "harness"));
    }

    public KafkaSettings kafka() {
        return fixture.kafka();
    }

    public SimulatorProcess simulator() {
        return simulator;
    }

    /**
     * Two providers, three aliases ({@code mini}, {@code haiku}, {@code both}), one department per
     * given code on {@link #LANE}.
     */
    public void publishCatalog(int inFlight, int lagLimit, String... departments) {
        catalogVersion++;
        entries = 0;
        provider(
                "sim-oai",
                Protocol.OPENAI,
                simulator.openAiUrl(),
                simulator.bearerKey(),
                inFlight,
                lagLimit);
        provider(
                "sim-aws",
                Protocol.BEDROCK,
                simulator.bedrockUrl(),
                simulator.awsKey(),
                inFlight,
                lagLimit);
        model("mini@sim-oai", "sim-oai", "gpt-4o-mini");
        model("haiku@sim-aws", "sim-aws", "anthropic.claude-3-haiku-20240307-v1:0");
        entry(CatalogKind.ALIAS, "mini", new AliasEntry(List.of("mini@sim-oai")));
        entry(CatalogKind.ALIAS, "haiku", new AliasEntry(List.of("haiku@sim-aws")));
        entry(CatalogKind.ALIAS, "both", new AliasEntry(List.of("haiku@sim-aws", "mini@sim-oai")));
        for (var department : departments) {
            entry(CatalogKind.DEPARTMENT, department, department());
        }
        var digest = ByteBuffer.wrap(new byte[32]);
        entry(
                CatalogKind.VERSION,
                Long.toString(catalogVersion),
                new CatalogVersion("", digest, entries, Topics.LANES));
    }

    private void provider(
            String name, Protocol protocol, String url, String key, int inFlight, int lagLimit) {
        var entry =
                ProviderEntry.newBuilder()
                        .setProtocol(protocol)
                        .setUrl(url)
                        .setRegion("eu-west-1")
                        .setKey(key)
                        .setSimulated(true)
                        .setMaxInFlight(inFlight)
                        .setLagLimit(lagLimit)
                        .build();
        entry(CatalogKind.PROVIDER, name, entry);
    }

    private void model(String name, String provider, String id) {
        var price =
                new PriceEntry(
                        "p1",
                        Instant.EPOCH,
                        null,
                        "",
                        "",
                        0L,
                        Map.of("input", 250_000L, "output", 1_250_000L));
        var entry =
                ModelEntry.newBuilder()
                        .setProvider(provider)
                        .setId(id)
                        .setContextTokens(200_000L)
                        .setMaxOutputTokens(4096)
                        .setPrices(List.of(price))
                        .build();
        entry(CatalogKind.MODEL, name, entry);
    }

    private static DepartmentEntry department() {
        return DepartmentEntry.newBuilder()
                .setLane(LANE)
                .setZone("Europe/Luxembourg")
                .setModels(List.of("mini", "haiku", "both"))
                .setRegions(List.of("eu-west-1"))
                .setMaxInputBytes(200_000L)
                .build();
    }

    private void entry(CatalogKind kind, String name, Object body) {
        entries++;
        var entry =
                new CatalogEntry(
                        kind, name, catalogVersion, false, "test", "", Instant.now(), body);
        send(
                new ProducerRecord<>(
                        Topics.CATALOG,
                        0,
                        bytes(kind + ":" + name),
                        encoder.encode(Topics.CATALOG, entry)));
    }

    public void publish(BudgetRecord budget, String key) {
        send(
                Lanes.record(
                        Topics.BUDGETS,
                        budget.getLane(),
                        key,
                        encoder.encode(Topics.BUDGETS, budget)));
    }

    /** Puts a job on {@code llm.jobs.accepted}, as ingest would; returns its job id. */
    public String accept(LlmRequest request) {
        var jobId =
                JobId.of(
                                new Department(request.getDepartment()),
                                new RequestId(request.getRequestId()))
                        .text();
        long submission = submissions.getAndIncrement();
        var now = Instant.now();
        var deadline =
                request.getDeadline() == null
                        ? now.plus(Duration.ofHours(1))
                        : request.getDeadline();
        var reply = request.getReplyTopic() == null ? Topics.RESPONSES : request.getReplyTopic();
        var job =
                new Job(
                        jobId,
                        submission,
                        new TopicPosition(Topics.REQUESTS, 0, submission),
                        now,
                        now,
                        deadline,
                        reply,
                        ByteBuffer.wrap(new byte[32]),
                        inputBytes(request),
                        ClaimProof.TRUSTED_PAYLOAD,
                        request);
        runs.put(jobId, submission);
        var token = new AcceptedJob(LANE, job, 1);
        send(Lanes.record(Topics.ACCEPTED, LANE, jobId, encoder.encode(Topics.ACCEPTED, token)));
        return jobId;
    }

    /** Cancels the job's last run, as ingest would. */
    public void cancel(String jobId) {
        long run = Objects.requireNonNull(runs.get(jobId));
        var cancel = new CancelRequested(LANE, jobId, "", "", "", "", Instant.now(), run, null);
        send(Lanes.record(Topics.CONTROL, LANE, jobId, encoder.encode(Topics.CONTROL, cancel)));
    }

    private static long inputBytes(LlmRequest request) {
        return request.getMessages().stream()
                .flatMap(message -> message.getParts().stream())
                .mapToLong(
                        part -> ((TextPart) part).getText().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** A request of one user message. */
    public static LlmRequest request(String department, String id, String model, String text) {
        return LlmRequest.newBuilder()
                .setRequestId(id)
                .setDepartment(department)
                .setAuditReason("test")
                .setSensitivity(Sensitivity.INTERNAL)
                .setModel(model)
                .setMaxOutputTokens(200)
                .setMessages(List.of(new Message(Role.USER, List.of(new TextPart(text)), "")))
                .build();
    }

    public ApplicationContext startWorker(String instance) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("quaestor.router.instance", instance);
        settings.put("kafka.bootstrap.servers", fixture.bootstrapServers());
        settings.put("kafka.schema.registry.url", fixture.registryUrl());
        settings.put("micronaut.server.port", "-1");
        return RouterWorker.start(settings);
    }

    public Reading<LlmResponse> responses() {
        return new Reading<>(
                kafka(), Topics.RESPONSES, RecordDecoder.of(registry, LlmResponse.class));
    }

    public Reading<JournalEvent> journal() {
        return new Reading<>(
                kafka(), Topics.JOURNAL, RecordDecoder.of(registry, JournalEvent.class));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        fixture.close();
    }
}
