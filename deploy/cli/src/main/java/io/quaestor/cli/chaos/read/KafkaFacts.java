package io.quaestor.cli.chaos.read;

import io.quaestor.cli.chaos.fact.Facts.Acceptance;
import io.quaestor.cli.chaos.fact.Facts.Admission;
import io.quaestor.cli.chaos.fact.Facts.Answer;
import io.quaestor.cli.chaos.fact.Facts.Asked;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.ChargeLine;
import io.quaestor.cli.chaos.fact.Facts.Event;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import io.quaestor.cli.chaos.fact.Facts.Observation;
import io.quaestor.cli.chaos.fact.Facts.Repetition;
import io.quaestor.cli.chaos.fact.Facts.Submission;
import io.quaestor.cli.chaos.fact.Facts.Total;
import io.quaestor.cli.chaos.fact.FactsFromTopics;
import io.quaestor.cli.chaos.fact.Place;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.Charge;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobAccepted;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.SubmissionReplayed;
import io.quaestor.event.Terminal;
import io.quaestor.event.UsageObserved;
import io.quaestor.event.Window;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.EndOffsets;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Edge: reads the topics from offset 0, {@code read_committed}, to their very ends ({@link
 * EndOffsets}), and keeps of each record what invariants need. Not thread-safe.
 */
public final class KafkaFacts implements AutoCloseable {
    /** A dead writer's transaction is over after 5 s; a machine that is busy needs longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    /** What ingest writes on requests that it sends to their own partition: no submissions. */
    private static final String MOVED = "quaestor.moved-from";

    private static final List<String> TOPICS =
            List.of(
                    Topics.REQUESTS,
                    Topics.RESPONSES,
                    Errands.REPLIES,
                    Topics.JOURNAL,
                    Topics.CHARGES,
                    Topics.TOTALS,
                    Topics.DEAD_LETTERS);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EndOffsets ends;
    private final List<TopicPartition> partitions;
    private final RecordDecoder<LlmRequest> requests;
    private final RecordDecoder<LlmResponse> responses;
    private final RecordDecoder<JournalEvent> journal;
    private final RecordDecoder<Charge> charges;
    private final RecordDecoder<SpendTotal> totals;

    /** The same run or window is named by many records: each name is kept once. */
    private final Map<String, String> names = new HashMap<>();

    private final Map<Set<String>, Set<String>> sets = new HashMap<>();
    private final List<Submission> submissionFacts = new ArrayList<>();
    private final List<Answer> answerFacts = new ArrayList<>();
    private final List<Event> eventFacts = new ArrayList<>();
    private final List<Acceptance> acceptanceFacts = new ArrayList<>();
    private final List<Admission> admissionFacts = new ArrayList<>();
    private final List<Intent> intentFacts = new ArrayList<>();
    private final List<AttemptEnd> attemptEndFacts = new ArrayList<>();
    private final List<Observation> observationFacts = new ArrayList<>();
    private final List<JobEnd> jobEndFacts = new ArrayList<>();
    private final List<Repetition> repetitionFacts = new ArrayList<>();
    private final List<ChargeLine> chargeFacts = new ArrayList<>();
    private final Map<String, Total> totalFacts = new HashMap<>();
    private final Set<Place> deadLetterFacts = new HashSet<>();

    private KafkaFacts(
            KafkaConsumer<byte[], byte[]> consumer,
            EndOffsets ends,
            List<TopicPartition> partitions,
            RegistryClient registry) {
        this.consumer = consumer;
        this.ends = ends;
        this.partitions = partitions;
        this.requests = RecordDecoder.of(registry, LlmRequest.class);
        this.responses = RecordDecoder.of(registry, LlmResponse.class);
        this.journal = RecordDecoder.of(registry, JournalEvent.class);
        this.charges = RecordDecoder.of(registry, Charge.class);
        this.totals = RecordDecoder.of(registry, SpendTotal.class);
    }

    /** Nothing is read yet. */
    public static KafkaFacts open(KafkaSettings kafka, RegistryClient registry) {
        var config = ClientDefaults.consumer(kafka, "quaestor-chaos-facts");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var consumer = new KafkaConsumer<byte[], byte[]>(config);
        var partitions =
                TOPICS.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new KafkaFacts(
                consumer, new EndOffsets(kafka, "quaestor-chaos"), partitions, registry);
    }

    /**
     * Reads what came since the last call.
     *
     * @return how many records that were
     * @throws OpenTransaction when one stays open before the end for a minute; what was committed
     *     before it is taken
     */
    public int catchUp() {
        var until = ends.of(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int read = 0;
        while (until.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new OpenTransaction(behind(until));
            }
            for (var record : consumer.poll(POLL)) {
                take(record);
                read++;
            }
        }
        return read;
    }

    private List<String> behind(Map<TopicPartition, Long> until) {
        return until.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .map(end -> end.getKey() + "@" + consumer.position(end.getKey()))
                .toList();
    }

    /** No writer of ours keeps a transaction open for longer than 5 s: this one hangs. */
    public static final class OpenTransaction extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OpenTransaction(List<String> where) {
            super("committed readers stop at a transaction that nobody ends: " + where);
        }
    }

    /** Submissions that nothing answers yet. */
    public long unanswered() {
        var answered = answerFacts.stream().map(Answer::submission).collect(Collectors.toSet());
        return submissionFacts.stream()
                .filter(one -> !answered.contains(one.at()) && !deadLetterFacts.contains(one.at()))
                .count();
    }

    /** All that was read, without what only others know. */
    public FactsFromTopics facts() {
        return new FactsFromTopics(
                List.copyOf(submissionFacts),
                List.copyOf(answerFacts),
                List.copyOf(eventFacts),
                List.copyOf(acceptanceFacts),
                List.copyOf(admissionFacts),
                List.copyOf(intentFacts),
                List.copyOf(attemptEndFacts),
                List.copyOf(observationFacts),
                List.copyOf(jobEndFacts),
                List.copyOf(repetitionFacts),
                List.copyOf(chargeFacts),
                Map.copyOf(totalFacts),
                Set.copyOf(deadLetterFacts));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return; // A tombstone: its key is no longer of interest.
        }
        switch (record.topic()) {
            case Topics.REQUESTS -> takeRequest(record);
            case Topics.RESPONSES, Errands.REPLIES -> takeResponse(record);
            case Topics.JOURNAL -> takeEvent(record, journal.decode(record));
            case Topics.CHARGES -> takeCharge(charges.decode(record), record.timestamp());
            case Topics.TOTALS -> {
                var total = totals.decode(record);
                totalFacts.put(
                        window(total.getDepartment(), total.getWindow()),
                        new Total(total.getSettledNanoUsd(), total.getHeldNanoUsd()));
            }
            default -> deadLetterFacts.add(origin(record));
        }
    }

    private void takeRequest(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(MOVED) == null) {
            submissionFacts.add(new Submission(place(record), record.timestamp(), asked(record)));
        }
    }

    private Optional<Asked> asked(ConsumerRecord<byte[], byte[]> record) {
        try {
            var request = requests.decode(record);
            var messages = request.getMessages().toString().getBytes(StandardCharsets.UTF_8);
            var replyTopic = Objects.requireNonNullElse(request.getReplyTopic(), Topics.RESPONSES);
            return Optional.of(
                    new Asked(
                            request.getRequestId(),
                            UUID.nameUUIDFromBytes(messages),
                            name(replyTopic)));
        } catch (UndecodableRecordException _) {
            return Optional.empty(); // The load wrote it so.
        }
    }

    private void takeResponse(ConsumerRecord<byte[], byte[]> record) {
        var response = responses.decode(record);
        answerFacts.add(
                new Answer(
                        place(record),
                        record.timestamp(),
                        run(response.getJobId(), response.getRun()),
                        response.getRequestId(),
                        Place.of(response.getSubmission()),
                        response.getReplayed(),
                        response.getStatus(),
                        error(response.getError()),
                        response.getReceipt().getCostNanoUsd(),
                        response.getReceipt().getEventId()));
    }

    private void takeEvent(ConsumerRecord<byte[], byte[]> record, JournalEvent event) {
        var run = run(event.getSubject(), event.getRun());
        long time = record.timestamp();
        var sequence = event.getSequence();
        eventFacts.add(
                new Event(
                        event.getLane(),
                        record.offset(),
                        time,
                        name(event.getEvent().getClass().getSimpleName()),
                        event.getEventId(),
                        run,
                        event.getEventNumber(),
                        sequence == null
                                ? ""
                                : name(sequence.getScope() + "/" + sequence.getSource()),
                        sequence == null ? 0 : sequence.getNumber()));
        switch (event.getEvent()) {
            case JobAccepted accepted ->
                    acceptanceFacts.add(
                            new Acceptance(
                                    run,
                                    Place.of(accepted.getSubmission()),
                                    accepted.getDeadline().toEpochMilli()));
            case Admitted admitted -> admissionFacts.add(admission(event, run, admitted, time));
            case AttemptStarted started -> {
                var dispatch = name(run + "/" + started.getDispatch());
                intentFacts.add(
                        new Intent(
                                name(dispatch + "/" + started.getAttempt()),
                                dispatch,
                                run,
                                name(event.getInstance()),
                                time));
            }
            case AttemptFinished finished ->
                    attemptEndFacts.add(attemptEnd(event, run, finished, time));
            case UsageObserved observed -> {
                var dispatch = name(run + "/" + observed.getDispatch());
                observationFacts.add(
                        new Observation(
                                name(dispatch + "/" + observed.getAttempt()),
                                dispatch,
                                observed.getCost().getTotalNanoUsd(),
                                time));
            }
            case JobFinished finished ->
                    jobEndFacts.add(jobEnd(event, run, finished.getTerminal(), time));
            case JobRejected rejected ->
                    jobEndFacts.add(jobEnd(event, run, rejected.getTerminal(), time));
            case SubmissionReplayed replayed ->
                    repetitionFacts.add(new Repetition(run, Place.of(replayed.getSubmission())));
            default -> {
                // Known by its envelope only.
            }
        }
    }

    private Admission admission(JournalEvent event, String run, Admitted admitted, long time) {
        var hold = admitted.getHold();
        var keys = new HashSet<String>();
        for (var window : hold.getWindows()) {
            for (var subject : hold.getSubjects()) {
                keys.add(name(key(event.getDepartment(), subject, window)));
            }
        }
        return new Admission(
                name(run + "/" + admitted.getDispatch()),
                sets.computeIfAbsent(keys, same -> same),
                time,
                name(event.getInstance()));
    }

    private AttemptEnd attemptEnd(
            JournalEvent event, String run, AttemptFinished finished, long time) {
        var dispatch = name(run + "/" + finished.getDispatch());
        var cost = finished.getCost();
        return new AttemptEnd(
                name(dispatch + "/" + finished.getAttempt()),
                dispatch,
                run,
                finished.getOutcome(),
                finished.getBilling(),
                error(finished.getError()),
                cost == null ? OptionalLong.empty() : OptionalLong.of(cost.getTotalNanoUsd()),
                name(event.getInstance()),
                time);
    }

    private static JobEnd jobEnd(JournalEvent event, String run, Terminal terminal, long time) {
        return new JobEnd(
                run,
                event.getEventId(),
                Place.of(terminal.getSubmission()),
                Optional.ofNullable(terminal.getResponse()).map(Place::of),
                terminal.getStatus(),
                terminal.getEventCount(),
                terminal.getCostNanoUsd(),
                time);
    }

    private void takeCharge(Charge charge, long time) {
        var windows =
                charge.getWindows().stream()
                        .map(window -> window(charge.getDepartment(), window))
                        .collect(Collectors.toSet());
        chargeFacts.add(
                new ChargeLine(
                        charge.getChargeId(),
                        name(run(charge.getJobId(), charge.getRun()) + "/" + charge.getDispatch()),
                        sets.computeIfAbsent(windows, same -> same),
                        charge.getBilledCostNanoUsd(),
                        time));
    }

    private static Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    private static Place origin(ConsumerRecord<byte[], byte[]> letter) {
        return new Place(
                header(letter, DeadLetter.TOPIC),
                Integer.parseInt(header(letter, DeadLetter.PARTITION)),
                Long.parseLong(header(letter, DeadLetter.OFFSET)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ErrorType error(@Nullable JobError error) {
        return error == null ? ErrorType.UNKNOWN : error.getType();
    }

    private String run(String subject, long run) {
        return name(subject + "/" + run);
    }

    /** {@code department|level|name|window kind|window start}, as budgets are watched by. */
    static String key(String department, SpendSubject subject, Window window) {
        return "%s|%s|%s|%s"
                .formatted(department, subject.getLevel(), subject.getName(), kindAndStart(window));
    }

    private String window(String department, Window window) {
        return name(department + "|" + kindAndStart(window));
    }

    static String kindAndStart(Window window) {
        return window.getType() + "|" + window.getStart();
    }

    private String name(String text) {
        return names.computeIfAbsent(text, same -> same);
    }

    @Override
    public void close() {
        consumer.close();
        ends.close();
    }
}
