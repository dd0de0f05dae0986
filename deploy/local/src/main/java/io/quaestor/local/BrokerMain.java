package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker that formats its storage when that is empty: one Java start instead of two.
 *
 * <p>Its only argument is a {@code server.properties}.
 */
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "expected one argument, the broker's properties file");
        }
        formatIfEmpty(arguments[0]);
        Kafka.main(arguments);
    }

    private static void formatIfEmpty(String propertiesFile) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(propertiesFile))) {
            properties.load(reader);
        }
        if (Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            return;
        }
        String[] format = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", propertiesFile
        };
        int status = StorageTool.execute(format, System.out);
        if (status != 0) {
            throw new IOException("the broker's storage could not be formatted");
        }
    }
}
