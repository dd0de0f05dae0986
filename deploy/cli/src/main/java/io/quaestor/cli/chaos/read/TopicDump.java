package io.quaestor.cli.chaos.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.chaos.load.Errands;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.EndOffsets;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Edge: everything that is committed on the topics, as JSON lines, a file a topic: what is needed
 * to understand a violation when the broker is gone.
 */
public final class TopicDump {
    private static final Duration POLL = Duration.ofMillis(200);

    /** A transaction that stays open ends the dump of its topic, not the campaign's report. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TOPICS =
            List.of(
                    Topics.REQUESTS,
                    Topics.CANCELLATIONS,
                    Topics.CONTROL,
                    Topics.RETURNED,
                    Topics.REPLAYS,
                    Topics.RESPONSES,
                    Errands.REPLIES,
                    Topics.JOURNAL,
                    Topics.CHARGES,
                    Topics.TOTALS,
                    Topics.BUDGETS,
                    Topics.BUDGET_EVENTS,
                    Topics.DEAD_LETTERS);

    /**
     * Writes them.
     *
     * @param folder created if absent
     */
    public static void write(Path folder, KafkaSettings kafka, RegistryClient registry)
            throws IOException {
        Files.createDirectories(folder);
        var config = ClientDefaults.consumer(kafka, "quaestor-chaos-dump");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config);
                var ends = new EndOffsets(kafka, "quaestor-chaos-dump")) {
            for (var topic : TOPICS) {
                var decoder = RecordDecoder.asWritten(registry);
                try (var file = Files.newBufferedWriter(folder.resolve(topic + ".jsonl"))) {
                    write(topic, consumer, ends, decoder, file);
                }
            }
        }
    }

    private static void write(
            String topic,
            KafkaConsumer<byte[], byte[]> consumer,
            EndOffsets ends,
            RecordDecoder<Object> decoder,
            Writer file)
            throws IOException {
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(found -> new TopicPartition(topic, found.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var until = ends.of(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline
                && until.entrySet().stream()
                        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(POLL)) {
                file.write(line(record, decoder));
            }
        }
    }

    private static String line(
            ConsumerRecord<byte[], byte[]> record, RecordDecoder<Object> decoder) {
        var json =
                JSON.createObjectNode()
                        .put("partition", record.partition())
                        .put("offset", record.offset())
                        .put("time", Instant.ofEpochMilli(record.timestamp()).toString())
                        .put("key", text(record.key()));
        if (record.value() != null) {
            try {
                json.put("value", String.valueOf(decoder.decode(record)));
            } catch (UndecodableRecordException _) {
                json.put("bytes", Base64.getEncoder().encodeToString(record.value()));
            }
        }
        return json + "\n";
    }

    private static String text(byte[] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    private TopicDump() {}
}
