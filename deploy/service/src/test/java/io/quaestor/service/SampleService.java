package io.quaestor.service;

import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;

/** A service that has nothing but the shell. */
public final class SampleService {
    private static final ServiceStart START =
            ServiceStart.of(SampleService.class, "sample-service");

    public static void main(String[] args) {
        START.run(args);
    }

    public static ApplicationContext start(Map<String, Object> overrides) {
        var all =
                new HashMap<String, Object>(
                        Map.of(
                                "kafka.bootstrap.servers", "127.0.0.1:1",
                                "kafka.schema.registry.url", "http://127.0.0.1:1",
                                "sample.greeting", "hello"));
        all.putAll(overrides);
        return START.start(all);
    }

    private SampleService() {}
}
