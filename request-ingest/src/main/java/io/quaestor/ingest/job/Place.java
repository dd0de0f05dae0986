package io.quaestor.ingest.job;

import io.quaestor.event.TopicPosition;

/** Where a record lies in Kafka. */
public record Place(String topic, int partition, long offset) {

    public static Place of(TopicPosition position) {
        return new Place(position.getTopic(), position.getPartition(), position.getOffset());
    }

    public TopicPosition position() {
        return new TopicPosition(topic, partition, offset);
    }
}
