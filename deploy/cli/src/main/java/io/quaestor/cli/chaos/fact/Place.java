package io.quaestor.cli.chaos.fact;

import io.quaestor.event.TopicPosition;

/** Where a record lies. */
public record Place(String topic, int partition, long offset) {
    /** As the records of the broker name it. */
    public static Place of(TopicPosition position) {
        return new Place(position.getTopic(), position.getPartition(), position.getOffset());
    }

    @Override
    public String toString() {
        return "%s-%d@%d".formatted(topic, partition, offset);
    }
}
