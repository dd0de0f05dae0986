package io.quaestor.ingest.replay;

import io.quaestor.event.ReplayOrder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A request that was remembered for a run which had ended before it was submitted, in a way that is
 * not repeated. Written again behind itself, it is judged as the submission that it was, and begins
 * a new run or joins the one that another began meanwhile.
 */
final class Resubmission {

    private Resubmission() {}

    /**
     * @param request the record that the order names
     */
    static ProducerRecord<byte[], byte[]> of(
            ReplayOrder order, ConsumerRecord<byte[], byte[]> request) {
        var from = order.getSubmission();
        var moved = new MovedFrom(from.getPartition(), from.getOffset(), order.getSubmittedAt());
        return new ProducerRecord<>(
                request.topic(),
                request.partition(),
                request.key(),
                request.value(),
                moved.addedTo(request.headers()));
    }
}
