package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker that formats its storage when that is empty, one Java start instead of two, and
 * that takes back its registration when it was killed.
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
        var properties = read(Path.of(arguments[0]));
        var data = Path.of(properties.getProperty("log.dirs"));
        if (StaleRegistration.isIn(data)) {
            StaleRegistration.takeBack(properties);
        }
        formatIfEmpty(data, arguments[0]);
        Kafka.main(arguments);
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void formatIfEmpty(Path data, String propertiesFile) throws IOException {
        if (Files.exists(data.resolve("meta.properties"))) {
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
