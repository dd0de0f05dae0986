package io.quaestor.ingest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reply topics as the broker describes them to us; each is looked at only when it is named, and a
 * missing one at most once per second. Safe for several threads.
 */
final class KafkaReplyTopics implements ReplyTopicView {

    /** A topic that is deleted is noticed this late; until then sends to it fail and come again. */
    private static final Duration GOOD_NEWS_LASTS = Duration.ofSeconds(10);

    private static final Duration BAD_NEWS_LASTS = Duration.ofSeconds(1);

    /** Names come from requests: a flood of them must not fill the memory. */
    private static final int NAMES_MAX = 1_000;

    private static final long LOOK_MS = 1_000;

    /** The largest rejection, with room to spare; the tests measure it. */
    static final int NARROWEST_BYTES = 256 * 1024;

    private record Seen(Standing standing, long atNanos) {}

    private final Admin admin;
    private final LongSupplier nanoTime;
    private final Duration answersRepeatedFor;
    private final Map<String, Seen> seen =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                            return size() > NAMES_MAX;
                        }
                    });

    /**
     * @param answersRepeatedFor a topic must keep answers for so long
     */
    KafkaReplyTopics(Admin admin, LongSupplier nanoTime, Duration answersRepeatedFor) {
        this.admin = admin;
        this.nanoTime = nanoTime;
        this.answersRepeatedFor = answersRepeatedFor;
    }

    @Override
    public Standing standing(String topic) {
        var known = seen.get(topic);
        if (known == null) {
            return Standing.UNKNOWN;
        }
        var lasts = known.standing() == Standing.WRITABLE ? GOOD_NEWS_LASTS : BAD_NEWS_LASTS;
        boolean holds = nanoTime.getAsLong() - known.atNanos() < lasts.toNanos();
        return holds ? known.standing() : Standing.UNKNOWN;
    }

    /** Waits for the broker for a second or two. */
    @Override
    public void look(String topic) {
        seen.put(topic, new Seen(asked(topic), nanoTime.getAsLong()));
    }

    private Standing asked(String topic) {
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var description =
                requireNonNull(
                        admin.describeTopics(List.of(topic), options).topicNameValues().get(topic));
        var config =
                requireNonNull(admin.describeConfigs(List.of(resource)).values().get(resource));
        try {
            if (!mayWrite(answer(description))) {
                return Standing.FORBIDDEN;
            }
            return standing(answer(config));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException _, InvalidTopicException _ ->
                        Standing.MISSING;
                case AuthorizationException _ -> Standing.FORBIDDEN;
                case null, default -> throw away(topic, e);
            };
        } catch (TimeoutException e) {
            throw away(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(topic, e);
        }
    }

    private Standing standing(Config config) {
        if (bytesMax(config) < NARROWEST_BYTES) {
            return Standing.TOO_NARROW;
        }
        return forgets(config) ? Standing.TOO_FORGETFUL : Standing.WRITABLE;
    }

    /** A negative retention is for ever, and what is only compacted has none. */
    private boolean forgets(Config config) {
        long keptMs = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        boolean deletes =
                config.get(TopicConfig.CLEANUP_POLICY_CONFIG)
                        .value()
                        .contains(TopicConfig.CLEANUP_POLICY_DELETE);
        return deletes && keptMs >= 0 && keptMs < answersRepeatedFor.toMillis();
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private static boolean mayWrite(TopicDescription topic) {
        var operations = topic.authorizedOperations();
        return operations == null || operations.contains(AclOperation.WRITE);
    }

    private static int bytesMax(Config config) {
        return Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    }

    private static ViewUnavailableException away(String topic, Exception cause) {
        return new ViewUnavailableException(
                "the broker does not describe reply topic " + topic + ": " + cause, cause);
    }
}
