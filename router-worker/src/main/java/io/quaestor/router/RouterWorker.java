package io.quaestor.router;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/**
 * The process that lets jobs in and calls the providers; configured by {@code router-worker.yml}
 * and the environment.
 *
 * <p>Stateless: everything that matters is in Kafka, so any number of workers may come and go.
 */
public final class RouterWorker {
    private static final String CONFIGURATION = "router-worker";

    public static void main(String[] args) {
        builder(args).start();
    }

    /**
     * Starts a worker in this process, for tests; {@code overrides} win over file and environment.
     */
    public static ApplicationContext start(Map<String, Object> overrides) {
        return builder()
                .propertySources(PropertySource.of("overrides", overrides, Integer.MAX_VALUE))
                .start();
    }

    private static ApplicationContextBuilder builder(String... args) {
        return Micronaut.build(args)
                .mainClass(RouterWorker.class)
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(configuration());
    }

    /** Of its own name, so that several services can share a class path. */
    private static PropertySource configuration() {
        var classPath = ClassPathResourceLoader.defaultLoader(RouterWorker.class.getClassLoader());
        return new YamlPropertySourceLoader()
                .load(CONFIGURATION, classPath)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        CONFIGURATION + ".yml is not on the class path"));
    }

    private RouterWorker() {}
}
