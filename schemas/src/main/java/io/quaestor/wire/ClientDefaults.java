package io.quaestor.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Client settings under which a kill -9 is healed within seconds.
 *
 * <p>Every wait of a producer lies below the transaction timeout, and that lies below the session
 * timeout: a dead owner's transaction is aborted before its lanes go to the next owner. Kafka's
 * defaults are 60 s for the transaction, 120 s for a delivery and 45 s for the session.
 */
public final class ClientDefaults {
    /** How long a dead member's transaction may stall readers and committed offsets. */
    public static final int TRANSACTION_TIMEOUT_MS = 5_000;

    private static final int MAX_BLOCK_MS = 1_000;
    private static final int REQUEST_TIMEOUT_MS = 2_000;
    private static final int DELIVERY_TIMEOUT_MS = 4_000;
    private static final int SESSION_TIMEOUT_MS = 6_000;
    private static final int HEARTBEAT_MS = 1_500;

    /**
     * A turn of a loop may wait for a commit, a drain and a restart of its clients; beyond this the
     * member is stuck.
     */
    private static final int MAX_POLL_INTERVAL_MS = 60_000;

    private static final int LINGER_MS = 2;

    /**
     * Within a transaction nobody can read a record before the commit, which flushes: sent earlier,
     * records only make more requests and more entries of the transaction's log.
     */
    private static final int TRANSACTION_LINGER_MS = 100;

    /** Above Streams' commit interval, for the same reason. */
    private static final int STREAMS_LINGER_MS = 1_000;

    /**
     * A batch that is full is sent at once, in a request of its own that Kafka adds to the
     * transaction: four times its default, so that a partition's part of a transaction is one.
     */
    private static final int TRANSACTION_BATCH_BYTES = 64 * 1024;

    /**
     * Streams commits whole intervals, in which a lane may accept 200 KB; and with the first full
     * batch Kafka sends what every partition has so far. Of the 32 MB that a producer may hold, one
     * for each of some 140 partitions takes half.
     */
    private static final int STREAMS_BATCH_BYTES = 128 * 1024;

    /** Under load no dearer than lz4, which fewer clients of other languages read. */
    private static final int ZSTD_LEVEL = 1;

    private static final List<String> STREAMS_CLIENTS = List.of("producer.", "main.consumer.");

    /** A consumer of bytes: decoding needs the record in hand, which a Deserializer has not. */
    public static Map<String, Object> consumer(KafkaSettings kafka, String clientId) {
        var config = common(kafka, clientId);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        config.putAll(kafka.extra());
        return config;
    }

    /** A consumer that is a member of a group with cooperative rebalancing. */
    public static Map<String, Object> member(KafkaSettings kafka, String clientId, String group) {
        var config = consumer(kafka, clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        config.putAll(kafka.extra());
        return config;
    }

    /** An idempotent producer of bytes. */
    public static Map<String, Object> producer(KafkaSettings kafka, String clientId) {
        var config = common(kafka, clientId);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_BATCH_BYTES);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, ZSTD_LEVEL);
        config.putAll(kafka.extra());
        return config;
    }

    /**
     * A transactional producer; the id is stable over restarts, so that a restart aborts its
     * predecessor at once.
     */
    public static Map<String, Object> transactional(KafkaSettings kafka, String transactionalId) {
        var config = producer(kafka, transactionalId);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.put(ProducerConfig.LINGER_MS_CONFIG, TRANSACTION_LINGER_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, TRANSACTION_BATCH_BYTES);
        config.putAll(kafka.extra());
        return config;
    }

    /** An admin client. */
    public static Map<String, Object> admin(KafkaSettings kafka, String clientId) {
        var config = common(kafka, clientId);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        config.putAll(kafka.extra());
        return config;
    }

    /**
     * What a Streams application of ours always sets; the caller adds application id, state folder
     * and its own.
     */
    public static Map<String, Object> streams(KafkaSettings kafka) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("processing.guarantee", "exactly_once_v2");
        config.put("num.stream.threads", 1);
        config.put("commit.interval.ms", 400);
        config.put("auto.offset.reset", "none");
        config.put("group.protocol", "classic");
        config.put("producer.transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
        config.put("producer.max.block.ms", MAX_BLOCK_MS);
        config.put("producer.request.timeout.ms", REQUEST_TIMEOUT_MS);
        config.put("producer.delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
        config.put("producer.linger.ms", STREAMS_LINGER_MS);
        config.put("producer.batch.size", STREAMS_BATCH_BYTES);
        config.put("producer.max.request.size", Topics.MAX_BATCH_BYTES);
        config.put("producer.compression.type", "zstd");
        config.put("producer.compression.zstd.level", ZSTD_LEVEL);
        config.put("main.consumer.session.timeout.ms", SESSION_TIMEOUT_MS);
        config.put("main.consumer.heartbeat.interval.ms", HEARTBEAT_MS);
        // The default one, made to hold for every thread: Streams warns at each start otherwise.
        config.put("processing.exception.handler.global.enabled", true);
        kafka.extra().forEach((name, value) -> override(config, name, value));
        return config;
    }

    /** Streams takes a setting with the prefix of a client before the same without it. */
    private static void override(Map<String, Object> streams, String name, String value) {
        streams.put(name, value);
        for (var prefix : STREAMS_CLIENTS) {
            streams.computeIfPresent(prefix + name, (_, _) -> value);
        }
    }

    private static Map<String, Object> common(KafkaSettings kafka, String clientId) {
        var config = new HashMap<String, Object>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        // A broker that went away is an answer within a second, not a metric push.
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    private ClientDefaults() {}
}
