package io.quaestor.local;

import io.quaestor.wire.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A broker's {@code server.properties} for one laptop: a single node, few threads, small files, and
 * the recovery settings that Quaestor's promises are measured with.
 */
final class BrokerSettings {
    /** A record batch is larger than its one record: headers, key, batch overhead. */
    private static final int BATCH_OVERHEAD_BYTES = 64 * 1024;

    /**
     * Holds several of the largest batches, and eight hundred partitions still start in a second.
     */
    private static final int SEGMENT_BYTES = 64 * 1024 * 1024;

    /** Index entries are about 1/400 of the data they index. */
    private static final int INDEX_BYTES = 1024 * 1024;

    /**
     * A broker that is its own controller has nobody who could take over. Frozen beyond its session
     * (9 s by default), it fences itself when it goes on, and may lose transaction markers as a
     * killed one does ({@link StaleRegistration}).
     */
    private static final int SESSION_MILLIS = 60_000;

    private static final int INTERNAL_SEGMENT_BYTES = 8 * 1024 * 1024;

    /** Compaction of at most 64 MiB segments; the default is 128 MiB of heap. */
    private static final int CLEANER_BYTES = 16 * 1024 * 1024;

    private BrokerSettings() {}

    static Map<String, String> of(Path data, int port, int controllerPort) {
        var settings = new TreeMap<String, String>();
        settings.putAll(node(data, port, controllerPort));
        settings.putAll(alone());
        settings.putAll(recovery());
        settings.putAll(small());
        settings.put("broker.session.timeout.ms", Integer.toString(SESSION_MILLIS));
        settings.put("auto.create.topics.enable", "false");
        settings.put(
                "message.max.bytes",
                Integer.toString(Topics.MAX_INTERNAL_BYTES + BATCH_OVERHEAD_BYTES));
        return settings;
    }

    /**
     * The static voter keeps the controller's port out of the data, so that a busy port can be
     * replaced.
     */
    private static Map<String, String> node(Path data, int port, int controllerPort) {
        return Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners",
                        "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(port, controllerPort),
                "advertised.listeners", "CLIENTS://127.0.0.1:" + port,
                "listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "CLIENTS",
                "controller.listener.names", "CONTROLLER",
                "log.dirs", data.toString());
    }

    private static Map<String, String> alone() {
        return Map.of(
                "default.replication.factor", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1");
    }

    /** A killed member's transaction is aborted within its timeout and half a second. */
    private static Map<String, String> recovery() {
        return Map.of(
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500",
                "group.initial.rebalance.delay.ms", "0");
    }

    private static Map<String, String> small() {
        return Map.ofEntries(
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_BYTES)),
                Map.entry("log.segment.bytes", Integer.toString(SEGMENT_BYTES)),
                Map.entry("log.index.size.max.bytes", Integer.toString(INDEX_BYTES)),
                Map.entry("offsets.topic.num.partitions", "8"),
                Map.entry("offsets.topic.segment.bytes", Integer.toString(INTERNAL_SEGMENT_BYTES)),
                Map.entry("transaction.state.log.num.partitions", "8"),
                Map.entry(
                        "transaction.state.log.segment.bytes",
                        Integer.toString(INTERNAL_SEGMENT_BYTES)),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"));
    }
}
