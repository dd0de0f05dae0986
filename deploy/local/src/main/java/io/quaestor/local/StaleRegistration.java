package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration that a killed broker of one node left behind; it is taken back before the broker
 * starts again.
 *
 * <p>Else Kafka (4.3.1), started again, believes for up to nine seconds that it still leads every
 * partition. It reads its transactions and sends their markers to its own port, which is not open
 * yet; then the controller fences the old registration, the transaction coordinator finds no
 * leader, takes the partitions for deleted, drops the markers and writes the transactions as
 * complete (KAFKA-20734). Readers of what is committed stop there for ever. A broker that is not
 * registered leads nothing: it reads its transactions when it serves, and need not wait for the old
 * session to end either.
 */
final class StaleRegistration {
    private static final Logger log = LoggerFactory.getLogger(StaleRegistration.class);

    /** The controller alone is up in a second; a busy machine takes longer. */
    private static final int PATIENCE_MILLIS = 60_000;

    /** Written by Kafka when it stops, deleted when it starts. */
    private static final String CLEAN = ".kafka_cleanshutdown";

    private StaleRegistration() {}

    /**
     * Whether the broker ran and did not stop by itself.
     *
     * @param data the broker's {@code log.dirs}
     */
    static boolean isIn(Path data) {
        return Files.exists(data.resolve("meta.properties")) && !Files.exists(data.resolve(CLEAN));
    }

    /**
     * Runs the controller without the broker until the registration is gone.
     *
     * @param broker settings of both
     * @throws IOException when the controller does not answer
     */
    static void takeBack(Properties broker) throws IOException {
        var controller = controllerOf(broker);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(controller, false), Time.SYSTEM);
        try {
            server.startup();
            unregister(Integer.parseInt(broker.getProperty("node.id")), voterAddress(broker));
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static Properties controllerOf(Properties broker) {
        var controller = new Properties();
        controller.putAll(broker);
        controller.put("process.roles", "controller");
        controller.put("listeners", "CONTROLLER://" + voterAddress(broker));
        controller.remove("advertised.listeners");
        controller.remove("inter.broker.listener.name");
        return controller;
    }

    /** The one voter is {@code id@host:port}. */
    private static String voterAddress(Properties broker) {
        var voter = broker.getProperty("controller.quorum.voters");
        return voter.substring(voter.indexOf('@') + 1);
    }

    private static void unregister(int node, String controller) throws IOException {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.controllers", controller,
                        "default.api.timeout.ms", PATIENCE_MILLIS);
        try (var admin = Admin.create(settings)) {
            admin.unregisterBroker(node).all().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            log.info("the registration of the broker that was killed is taken back");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw new IOException("the killed broker's registration is not taken back", e);
            }
            log.info("the broker that was killed was not registered yet");
        } catch (TimeoutException e) {
            throw new IOException("the killed broker's registration is not taken back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
