package io.quaestor.router.job;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.event.Cost;
import io.quaestor.event.ErrorType;
import io.quaestor.event.HandedBack;
import io.quaestor.event.Job;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobError;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Released;
import io.quaestor.event.Stage;
import io.quaestor.event.Terminal;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.Usage;
import io.quaestor.router.Samples;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.FakeRegistry;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final String TEAM = "llm.responses.team";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client = registry.client("auto.register.schemas", "true");
    private final Publication publication = new Publication(RecordEncoder.ofValues(client));
    private final Envelope envelope = new Envelope(Stage.ATTEMPT, "w1");
    private final Answers answers = new Answers(envelope);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void writesTheResponseFirstAndThenTheTerminalEventThatNamesItsPosition() {
        publication.add(answered(1, "fine"));
        publication.add(handedBack(2));
        publication.add(answered(3, "fine too"));
        assertThat(first())
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.RESPONSES, Topics.RETURNED, Topics.RESPONSES);
        var second = second();
        assertThat(second)
                .extracting(ProducerRecord::topic)
                .containsExactly(
                        Topics.JOURNAL,
                        Topics.JOURNAL,
                        Topics.JOURNAL,
                        Topics.JOURNAL,
                        Topics.ENDED,
                        Topics.JOURNAL,
                        Topics.ENDED);
        assertThat(terminal(second.get(3)).getResponse())
                .isEqualTo(new TopicPosition(Topics.RESPONSES, 7, 100L));
        assertThat(terminal(second.get(5)).getResponse())
                .isEqualTo(new TopicPosition(Topics.RESPONSES, 7, 102L));
    }

    @Test
    void writesEverythingAtOnceWhereNothingIsAnswered() {
        publication.add(handedBack(1));
        assertThat(first())
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.RETURNED, Topics.JOURNAL);
        assertThat(second()).isEmpty();
    }

    @Test
    void tellsTheLedgerOfAnEndUnderItsRequestId() {
        publication.add(answered(1, "fine"));
        var record = second().getLast();
        var ended = decoded(record, JobEnded.class);
        var job = Samples.job(1);
        var requestId = job.getRequest().getRequestId();
        assertThat(record.key()).isEqualTo(requestId.getBytes(StandardCharsets.UTF_8));
        assertThat(record.partition()).isNull();
        assertThat(ended.getJobId()).isEqualTo(job.getJobId());
        assertThat(ended.getDepartment()).isEqualTo(job.getRequest().getDepartment());
        assertThat(ended.getRequestId()).isEqualTo(requestId);
        assertThat(ended.getRun()).isEqualTo(job.getRun());
        assertThat(ended.getLane()).isEqualTo(Samples.LANE);
        assertThat(ended.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(ended.getReplayable()).isTrue();
        assertThat(ended.getResponse()).isEqualTo(new TopicPosition(Topics.RESPONSES, 7, 100L));
    }

    @Test
    void rebuildsTerminalEventsWithTheNewPositionsAfterAnAbort() {
        publication.add(answered(1, "fine"));
        second();
        var again = publication.content(Map.of()).second().apply(positions(500));
        assertThat(terminal(again.get(1)).getResponse().getOffset()).isEqualTo(500);
    }

    @Test
    void keepsEventsAndTokensInTheirLaneAndSpreadsResponsesByJob() {
        publication.add(answered(1, "fine"));
        publication.add(handedBack(2));
        assertThat(first())
                .filteredOn(record -> !record.topic().equals(Topics.RESPONSES))
                .extracting(ProducerRecord::partition)
                .containsOnly(Samples.LANE);
        assertThat(first().getFirst().partition()).isNull();
        assertThat(second().getFirst().partition()).isEqualTo(Samples.LANE);
    }

    @Test
    void answersInPlaceOfAResponseThatIsTooLargeWithItsUsageAndCost() {
        var text = "x".repeat(Topics.MAX_INTERNAL_BYTES);
        publication.add(answered(Samples.job(1), TEAM, text));
        assertUndeliverable();
    }

    @Test
    void countsToolCallsAndMetadataToo() {
        var decided = answered(Samples.job(1), TEAM, "small");
        var huge = "x".repeat(Topics.MAX_INTERNAL_BYTES);
        ((Decided.Answered) decided.next())
                .response()
                .setToolCalls(List.of(new ToolCallPart("1", "t", huge)));
        publication.add(decided);
        assertUndeliverable();
    }

    @Test
    void answersInPlaceOfAResponseWhoseTopicHasAnotherSchema() {
        registry.store.levels.put(TEAM + "-value", "BACKWARD");
        registry.add(TEAM + "-value", Schema.create(Schema.Type.STRING));
        publication.add(answered(Samples.job(1), TEAM, "text"));
        assertUndeliverable();
    }

    @Test
    void answersInPlaceOfAResponseThatIsKnownToBeUndeliverable() {
        publication.addUndeliverable(answered(Samples.job(1), TEAM, "text"));
        assertUndeliverable();
    }

    private void assertUndeliverable() {
        var record = first().getFirst();
        assertThat(record.topic()).isEqualTo(Topics.RESPONSES);
        var response = decoded(record, LlmResponse.class);
        assertThat(response.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(response.getError().getType()).isEqualTo(ErrorType.RESPONSE_UNDELIVERABLE);
        assertThat(response.getError().getMessage()).contains(TEAM);
        assertThat(response.getContent()).isNull();
        assertThat(response.getToolCalls()).isEmpty();
        assertThat(response.getUsage().getOutput()).isEqualTo(20);
        assertThat(response.getCost().getTotalNanoUsd()).isEqualTo(55);
        var terminal = terminal(second().get(1));
        assertThat(terminal.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(terminal.getError().getType()).isEqualTo(ErrorType.RESPONSE_UNDELIVERABLE);
        assertThat(terminal.getResponse().getTopic()).isEqualTo(Topics.RESPONSES);
        assertThat(terminal.getEventCount()).isEqualTo(4);
        var ended = decoded(second().getLast(), JobEnded.class);
        assertThat(ended.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(ended.getReplayable()).isTrue();
        assertThat(ended.getResponse()).isEqualTo(terminal.getResponse());
    }

    @Test
    void leavesTheDecisionAsItWasWhenItsAnswerIsReplaced() {
        var decided = answered(Samples.job(1), TEAM, "text");
        publication.addUndeliverable(decided);
        var answered = (Decided.Answered) decided.next();
        assertThat(answered.response().getContent()).isEqualTo("text");
        assertThat(answered.response().getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        var terminal = ((JobFinished) answered.terminal().getEvent()).getTerminal();
        assertThat(terminal.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void answersInPlaceOfARejectionThatCannotBeWritten() {
        var job = Samples.job(1);
        job.setReplyTopic(TEAM);
        var error = new JobError(ErrorType.BUDGET, "used up", true, 0, "", List.of());
        var ending = ending(job, JobStatus.REJECTED, error);
        publication.addUndeliverable(
                new Decided(Samples.LANE, List.of(), answers.rejected(ending, List.of())));
        var event = decoded(second().getFirst(), JournalEvent.class);
        var rejected = (JobRejected) event.getEvent();
        assertThat(rejected.getTerminal().getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(rejected.getTerminal().getReplayable()).isTrue();
    }

    @Test
    void waitsForARegistryThatCannotSayWhetherATopicTakesTheAnswer() {
        publication.add(answered(1, "warms up"));
        registry.answer(503, "{}");
        publication.add(answered(2, "its topic is known"));
        assertThatThrownBy(() -> publication.add(answered(Samples.job(3), TEAM, "text")))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void blamesADecisionForItsResponseOrTokenAndNotForTheJournal() {
        publication.add(answered(1, "fine"));
        publication.add(handedBack(2));
        assertThat(publication.decision(OptionalInt.of(0))).hasValue(0);
        assertThat(publication.decision(OptionalInt.of(1))).hasValue(1);
        assertThat(publication.decision(OptionalInt.of(2))).isEmpty();
        assertThat(publication.decision(OptionalInt.empty())).isEmpty();
    }

    @Test
    void tellsWhereATokenLies() {
        publication.add(answered(1, "fine"));
        publication.add(handedBack(2));
        assertThat(publication.position(1, positions(100)).offset()).isEqualTo(101);
    }

    private Decided answered(long number, String content) {
        return answered(Samples.job(number), Topics.RESPONSES, content);
    }

    /** With one event before the terminal one, which is number 4 of its run. */
    private Decided answered(Job job, String replyTopic, String content) {
        job.setReplyTopic(replyTopic);
        var ending = ending(job, JobStatus.SUCCEEDED, null);
        var response = answers.response(ending);
        response.setContent(content);
        response.setUsage(new Usage(100L, 0L, 0L, 20L, 0L));
        response.setCost(new Cost(55L, "v1", false, false, List.of()));
        var terminal = new JobFinished(1, null, answers.terminal(ending));
        return new Decided(
                Samples.LANE,
                List.of(event(job, new Released(1))),
                answers.answered(ending, response, terminal));
    }

    private static Answers.Ending ending(Job job, JobStatus status, @Nullable JobError error) {
        return new Answers.Ending(
                job,
                Samples.LANE,
                4,
                status,
                error,
                Samples.untried(),
                Samples.hold(),
                Versions.NONE,
                NOW);
    }

    private Decided handedBack(long number) {
        var job = Samples.job(number);
        var failed = Samples.route("haiku", "sim-aws");
        var token = Samples.returned(job, failed, ErrorType.THROTTLED, NOW);
        return new Decided(
                Samples.LANE,
                List.of(event(job, new HandedBack(1, true, ErrorType.THROTTLED, NOW))),
                new Decided.HandedOn(Topics.RETURNED, job.getJobId(), token));
    }

    private JournalEvent event(Job job, Object event) {
        return envelope.numbered(job, Samples.LANE, 3, NOW, false, event);
    }

    private List<ProducerRecord<byte[], byte[]>> first() {
        return publication.content(Map.of()).first();
    }

    private List<ProducerRecord<byte[], byte[]>> second() {
        return publication.content(Map.of()).second().apply(positions(100));
    }

    /** The i-th record lies at {@code from + i} of its topic, responses in partition 7. */
    private List<RecordMetadata> positions(long from) {
        var positions = new ArrayList<RecordMetadata>();
        for (var record : first()) {
            int partition = record.topic().startsWith(Topics.RESPONSES) ? 7 : Samples.LANE;
            var at = new TopicPartition(record.topic(), partition);
            positions.add(new RecordMetadata(at, from + positions.size(), 0, 0, 0, 0));
        }
        return positions;
    }

    private Terminal terminal(ProducerRecord<byte[], byte[]> record) {
        return switch (decoded(record, JournalEvent.class).getEvent()) {
            case JobFinished finished -> finished.getTerminal();
            case JobRejected rejected -> rejected.getTerminal();
            default -> throw new AssertionError("not terminal");
        };
    }

    private <T extends SpecificRecord> T decoded(
            ProducerRecord<byte[], byte[]> record, Class<T> type) {
        return RecordDecoder.of(client, type)
                .decode(new ConsumerRecord<>(record.topic(), 0, 0L, record.key(), record.value()));
    }
}
