package io.quaestor.audit;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The process that writes {@code llm.journal} to PostgreSQL; configured by {@code audit-sink.yml}
 * and the environment.
 */
public final class AuditSink {

    private static final String CONFIGURATION = "audit-sink";

    private AuditSink() {}

    public static void main(String[] args) {
        builder(args).start();
    }

    /**
     * Starts a sink in this process, for tests; {@code overrides} win over file and environment.
     */
    static ApplicationContext start(Map<String, Object> overrides) {
        return builder()
                .propertySources(PropertySource.of("overrides", overrides, Integer.MAX_VALUE))
                .start();
    }

    private static ApplicationContextBuilder builder(String... args) {
        return Micronaut.build(args)
                .mainClass(AuditSink.class)
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(configuration());
    }

    /** Of its own name, so that several services can share a class path. */
    private static PropertySource configuration() {
        ResourceLoader classPath =
                ClassPathResourceLoader.defaultLoader(AuditSink.class.getClassLoader());
        return new YamlPropertySourceLoader()
                .load(CONFIGURATION, classPath)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        CONFIGURATION + ".yml is not on the class path"));
    }
}
