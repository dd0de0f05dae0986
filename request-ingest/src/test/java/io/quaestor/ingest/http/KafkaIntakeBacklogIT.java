package io.quaestor.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.wire.ClientDefaults;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaIntakeBacklogIT {

    private static final KafkaFixture FIXTURE = KafkaFixture.shared(Part.BROKER);

    @Test
    void countsWhatWasNotTakenAlsoWhereNothingEverWas() throws Exception {
        var topic = "it-backlog-" + Long.toString(System.nanoTime(), 36);
        var kafka = FIXTURE.kafka();
        try (var admin = Admin.create(ClientDefaults.admin(kafka, "it-backlog"));
                var producer =
                        new KafkaProducer<byte[], byte[]>(
                                ClientDefaults.producer(kafka, "it-backlog"))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, new byte[0], new byte[0])).get();
            }

            assertThat(counted(admin, topic)).isEqualTo(5);

            var first = new TopicPartition(topic, 0);
            var taken = Map.of(first, new OffsetAndMetadata(2));
            admin.alterConsumerGroupOffsets(topic, taken).all().get();
            assertThat(counted(admin, topic)).isEqualTo(3);
        }
    }

    /** As a backlog that begins to look tells after its first look. */
    private static long counted(Admin admin, String topic) {
        try (var backlog = new KafkaIntakeBacklog(admin, topic, topic).start()) {
            while (!backlog.liveness().healthy()) {
                Thread.onSpinWait();
            }
            return backlog.requests();
        }
    }
}
