package io.quaestor.wire;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics and commits offset 0 for every group that will read them, before anyone produces
 * or consumes.
 *
 * <p>Repeating it changes nothing: existing topics are checked for their partitions (lanes are
 * fixed for ever) and committed offsets are never touched. Offsets go through a transaction with
 * bare group metadata, because the admin call is refused while the group is live, as it is when a
 * provider is added.
 */
public final class TopicProvisioner implements AutoCloseable {
    private static final short BROKER_DEFAULT_REPLICATION = -1;
    private static final long CALL_TIMEOUT_SECONDS = 30;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String TRANSACTIONAL_ID = "quaestor-provisioning";

    private final Admin admin;
    private final KafkaSettings kafka;

    public TopicProvisioner(KafkaSettings kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(ClientDefaults.admin(kafka, TRANSACTIONAL_ID));
    }

    /**
     * Creates every topic of {@link Topics} and of {@code internal} (Streams' changelogs and
     * repartition topics), and the groups' first offsets.
     *
     * @throws ProvisioningException when a topic exists with another partition count, or the broker
     *     does not answer
     */
    public void provision(Collection<TopicSpec> internal) {
        create(Stream.concat(Topics.all().stream(), internal.stream()).toList());
        Groups.consumed()
                .forEach(
                        (group, topics) ->
                                commitStart(group, topics.stream().map(this::catalogued).toList()));
    }

    /**
     * Creates a provider's queue with its offsets committed; to be done before its catalogue entry
     * is written.
     */
    public void provisionProvider(String provider) {
        var queue = Topics.jobsOf(provider);
        create(List.of(queue));
        commitStart(Groups.ATTEMPTS, List.of(queue));
    }

    /**
     * Creates the topics that are missing and refuses those that exist with another partition
     * count.
     */
    public void create(Collection<TopicSpec> specs) {
        var topics = specs.stream().map(TopicProvisioner::newTopic).toList();
        admin.createTopics(topics)
                .values()
                .forEach((name, created) -> ignoreExisting(name, created));
        var names = specs.stream().map(TopicSpec::name).toList();
        var existing = describe(names);
        for (var spec : specs) {
            var found = requireNonNull(existing.get(spec.name()), spec.name());
            int partitions = found.partitions().size();
            if (partitions != spec.partitions()) {
                throw new ProvisioningException(
                        "topic %s has %d partitions and Quaestor needs %d; lanes and partitions are fixed when a cluster is set up"
                                .formatted(spec.name(), partitions, spec.partitions()));
            }
        }
    }

    /** A topic just created is not yet known to every broker: it is asked for until it is. */
    private Map<String, TopicDescription> describe(Collection<String> names) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_TIMEOUT_SECONDS);
        while (true) {
            try {
                return await(admin.describeTopics(names).allTopicNames(), "describe topics");
            } catch (ProvisioningException e) {
                boolean unknownYet = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknownYet || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void commitStart(String group, List<TopicSpec> topics) {
        var missing = new HashMap<TopicPartition, OffsetAndMetadata>();
        topics.forEach(
                topic ->
                        partitions(topic)
                                .forEach(
                                        partition ->
                                                missing.put(partition, new OffsetAndMetadata(0))));
        missing.keySet().removeAll(committed(group, missing.keySet()));
        if (missing.isEmpty()) {
            return;
        }
        var id = TRANSACTIONAL_ID + "-" + group;
        var config = ClientDefaults.transactional(kafka, id);
        // Nobody waits behind this transaction, and a young broker first creates its transaction
        // log.
        config.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TimeUnit.SECONDS.toMillis(CALL_TIMEOUT_SECONDS));
        try (var producer = new KafkaProducer<byte[], byte[]>(config)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(missing, groupWithoutMember(group));
            producer.commitTransaction();
        }
    }

    // Kafka keeps this constructor for removal but offers no other way to commit for a group that
    // one is not a member of inside a transaction.
    @SuppressWarnings("removal")
    private static ConsumerGroupMetadata groupWithoutMember(String group) {
        return new ConsumerGroupMetadata(group);
    }

    private Collection<TopicPartition> committed(
            String group, Collection<TopicPartition> partitions) {
        var spec = Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions));
        var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
        try {
            var offsets =
                    admin.listConsumerGroupOffsets(spec, options)
                            .partitionsToOffsetAndMetadata(group);
            return await(offsets, "offsets of " + group).entrySet().stream()
                    .filter(entry -> entry.getValue() != null)
                    .collect(toMap(Map.Entry::getKey, Map.Entry::getValue))
                    .keySet();
        } catch (ProvisioningException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw e;
        }
    }

    private TopicSpec catalogued(String name) {
        return Topics.all().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<TopicPartition> partitions(TopicSpec topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(n -> new TopicPartition(topic.name(), n));
    }

    private static NewTopic newTopic(TopicSpec spec) {
        return new NewTopic(spec.name(), spec.partitions(), BROKER_DEFAULT_REPLICATION)
                .configs(spec.config());
    }

    private static void ignoreExisting(
            String name, org.apache.kafka.common.KafkaFuture<Void> created) {
        try {
            await(created, "create topic " + name);
        } catch (ProvisioningException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future, String what) {
        try {
            return future.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            var cause = requireNonNullElse(e.getCause(), e);
            throw new ProvisioningException(what + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new ProvisioningException(
                    what + ": no answer within " + CALL_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisioningException(what + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
