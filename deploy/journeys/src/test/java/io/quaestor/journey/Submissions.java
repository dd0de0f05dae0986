package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A producer of requests and reader of responses, who tells its own by a prefix of their ids. */
final class Submissions implements AutoCloseable {
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private final String prefix;
    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicTail<LlmResponse> tail;
    private final List<LlmResponse> answers = new ArrayList<>();

    Submissions(JourneyStack stack, String prefix) {
        this.prefix = prefix;
        encoder = RecordEncoder.ofValues(stack.registry());
        producer = new KafkaProducer<>(ClientDefaults.producer(stack.kafka(), prefix + "client"));
        tail = TopicTail.open(stack.kafka(), stack.registry(), Topics.RESPONSES, LlmResponse.class);
    }

    /** A small request for {@code model}, with {@code text} before what it asks. */
    LlmRequest request(String id, String department, String model, String text) {
        var asked = text + "Summarise in one sentence: The roads of " + id + " were built.";
        return LlmRequest.newBuilder()
                .setRequestId(prefix + id)
                .setDepartment(department)
                .setAuditReason("journey")
                .setSensitivity(Sensitivity.PUBLIC)
                .setModel(model)
                .setMessages(List.of(new Message(Role.USER, List.of(new TextPart(asked)), "")))
                .setMaxOutputTokens(64)
                .setFallback(FallbackPolicy.newBuilder().build())
                .build();
    }

    byte[] encode(String topic, IndexedRecord record) {
        return encoder.encode(topic, record);
    }

    void publish(LlmRequest request) {
        publish(request.getRequestId(), encode(Topics.REQUESTS, request));
    }

    void publish(String key, byte[] value) {
        send(Lanes.keyed(Topics.REQUESTS, key, value));
    }

    void cancel(String id, String department) {
        var cancel = new CancelRequest(department, prefix + id, "journey", "changed my mind", null);
        byte[] value = encode(Topics.CANCELLATIONS, cancel);
        send(Lanes.keyed(Topics.CANCELLATIONS, prefix + id, value));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Publishes it, and waits for the next answer of its id. */
    LlmResponse ask(LlmRequest request) {
        var id = request.getRequestId().substring(prefix.length());
        int before = answersTo(id).size();
        publish(request);
        Await.until("an answer to " + id, () -> answersTo(id).size() > before);
        return answersTo(id).getLast();
    }

    /** The answers to requests that begin so, in the order they were read; exactly this many. */
    List<LlmResponse> answersOf(String start, int count) {
        Await.until(count + " answers of " + start, () -> answersOf(start).size() >= count);
        assertThat(answersOf(start)).hasSize(count);
        return answersOf(start);
    }

    /** Those that came so far. */
    List<LlmResponse> answersOf(String start) {
        tail.next(AT_ONCE).forEach(placed -> answers.add(placed.value()));
        return answers.stream()
                .filter(answer -> answer.getRequestId().startsWith(prefix + start))
                .toList();
    }

    private List<LlmResponse> answersTo(String id) {
        return answersOf(id).stream()
                .filter(answer -> answer.getRequestId().equals(prefix + id))
                .toList();
    }

    @Override
    public void close() {
        tail.close();
        producer.close();
    }
}
