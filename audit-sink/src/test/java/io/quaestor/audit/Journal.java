package io.quaestor.audit;

import io.quaestor.audit.chain.Body;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Billing;
import io.quaestor.event.Hold;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.event.Terminal;
import io.quaestor.event.TopicPosition;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.JobId;
import io.quaestor.kernel.RequestId;
import io.quaestor.wire.registry.AvroBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one lane as the services do: numbered in their run, in the lane's
 * admissions, in their ingest task.
 */
public final class Journal {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final RouteRef ROUTE =
            RouteRef.newBuilder().setProvider("sim").setModel("m@sim").setModelId("m-1").build();
    private static final StoredSchema SCHEMA = StoredSchema.of(JournalEvent.getClassSchema());

    private final int lane;
    private final List<JournalEvent> events = new ArrayList<>();
    private int jobs;
    private long admissions;

    public Journal(int lane) {
        this.lane = lane;
    }

    /** Adds the five events of a job that succeeds. */
    public Journal job() {
        String request = "request-" + lane + "-" + jobs++;
        String job = JobId.of(new Department("legal"), new RequestId(request)).toString();
        TopicPosition submission = new TopicPosition("llm.requests", 0, (long) jobs);
        add(job, request, 1, ingested(jobs), accepted(submission));
        add(job, request, 2, admission(++admissions), admitted(admissions));
        add(job, request, 3, null, started());
        add(job, request, 4, null, answered());
        add(job, request, 5, null, finished(submission, 5));
        return this;
    }

    public Journal jobs(int count) {
        for (int i = 0; i < count; i++) {
            job();
        }
        return this;
    }

    /** Adds the event of a new owner of the lane. */
    public Journal taken(long lastAdmission) {
        events.add(
                JournalEvent.newBuilder()
                        .setLane(lane)
                        .setEventId("ADMISSION_LANE/" + lane + "/nonce")
                        .setSubject("lane:" + lane)
                        .setAt(NOON)
                        .setStage(Stage.ADMISSION)
                        .setInstance("test")
                        .setEvent(new LaneTaken("nonce", "test", lastAdmission))
                        .build());
        return this;
    }

    int lane() {
        return lane;
    }

    /** The events so far; a test may change or remove one. */
    public List<JournalEvent> events() {
        return events;
    }

    /** What the sink makes of the events, the first at position {@code from}. */
    List<JournalRecord> records(long from) {
        List<JournalRecord> records = new ArrayList<>();
        for (JournalEvent event : events) {
            records.add(record(from + records.size(), event));
        }
        return records;
    }

    static JournalRecord record(long offset, JournalEvent event) {
        byte[] body = body(event);
        return new JournalRecord(
                offset, NOON, SCHEMA, Body.of(body), EventColumns.of(generic(body)));
    }

    static byte[] body(JournalEvent event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<>(JournalEvent.class).write(event, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static GenericRecord generic(byte[] body) {
        try {
            return new GenericDatumReader<GenericRecord>(JournalEvent.getClassSchema())
                    .read(null, new AvroBody(body, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(
            String job,
            String request,
            int number,
            @Nullable StageSequence sequence,
            Object event) {
        events.add(
                JournalEvent.newBuilder()
                        .setLane(lane)
                        .setEventId(job + "/1/" + number)
                        .setSubject(job)
                        .setDepartment("legal")
                        .setRequestId(request)
                        .setRun(1)
                        .setEventNumber(number)
                        .setAt(NOON.plusMillis(events.size()))
                        .setStage(Stage.INGEST)
                        .setInstance("test")
                        .setSequence(sequence)
                        .setEvent(event)
                        .build());
    }

    private StageSequence ingested(long number) {
        return new StageSequence(SequenceScope.INGEST_TASK, "task-of-lane-" + lane, number);
    }

    private StageSequence admission(long number) {
        return new StageSequence(SequenceScope.ADMISSION_LANE, Integer.toString(lane), number);
    }

    private static JobAccepted accepted(TopicPosition submission) {
        return JobAccepted.newBuilder()
                .setSubmission(submission)
                .setUser("ada")
                .setAuditReason("contract review")
                .setUseCase("summary")
                .setSensitivity(Sensitivity.INTERNAL)
                .setModel("fast")
                .setReplyTopic("llm.responses")
                .setDeadline(NOON.plusSeconds(3600))
                .setBodySha256(ByteBuffer.allocate(32))
                .setInputBytes(1200)
                .build();
    }

    private static Admitted admitted(long sequence) {
        Hold hold =
                Hold.newBuilder()
                        .setDispatch(1)
                        .setBoundNanoUsd(5_000_000)
                        .setAdmissionSequence(sequence)
                        .setHeldAt(NOON)
                        .build();
        return Admitted.newBuilder()
                .setDispatch(1)
                .setHold(hold)
                .setRoute(ROUTE)
                .setPolicyVersion("1")
                .setPriceVersion("1")
                .setCatalogVersion(1)
                .setModel("fast")
                .setMaxOutputTokens(256)
                .setDeadline(NOON.plusSeconds(3600))
                .build();
    }

    private static AttemptStarted started() {
        return new AttemptStarted(1, 1, ROUTE, 256);
    }

    private static AttemptFinished answered() {
        return AttemptFinished.newBuilder()
                .setDispatch(1)
                .setAttempt(1)
                .setRoute(ROUTE)
                .setOutcome(AttemptOutcome.SUCCEEDED)
                .setBilling(Billing.BILLED)
                .build();
    }

    private static JobFinished finished(TopicPosition submission, int count) {
        Terminal terminal =
                Terminal.newBuilder()
                        .setStatus(JobStatus.SUCCEEDED)
                        .setSubmission(submission)
                        .setEventCount(count)
                        .build();
        return JobFinished.newBuilder()
                .setDispatch(1)
                .setRoute(ROUTE)
                .setTerminal(terminal)
                .build();
    }
}
