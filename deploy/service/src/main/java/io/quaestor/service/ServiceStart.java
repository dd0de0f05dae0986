package io.quaestor.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a service starts, as a process or inside a test: from {@code quaestor-service.yml}, its own
 * {@code <name>.yml} and the environment, each winning over the former.
 *
 * <p>Own names instead of {@code application.yml}, so that several services can share a class path.
 */
public final class ServiceStart {
    private static final Logger log = LoggerFactory.getLogger(ServiceStart.class);

    private static final String SHARED = "quaestor-service";

    /** Below the environment's variables, which Micronaut puts at -200. */
    private static final int SHARED_ORDER = -1_000;

    private static final int OWN_ORDER = -900;

    private final Class<?> service;
    private final String name;

    private ServiceStart(Class<?> service, String name) {
        this.service = service;
        this.name = name;
    }

    /**
     * @param service its main class
     * @param name of the service and of its configuration file, without {@code .yml}
     */
    public static ServiceStart of(Class<?> service, String name) {
        return new ServiceStart(service, name);
    }

    /** Runs the process until it is told to end. Returns when the service serves. */
    public void run(String... arguments) {
        try {
            var context = started(builder(Map.of()).args(arguments).build());
            Runtime.getRuntime().addShutdownHook(new Thread(context::close, name + "-end"));
            log.info("{} serves {}", name, context.getBean(EmbeddedServer.class).getURI());
        } catch (StartRefusedException refused) {
            log.debug("{} cannot start", name, refused);
            System.err.println(name + " cannot start: " + refused.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts the service in this process, for tests.
     *
     * @param overrides win over files and environment
     * @throws StartRefusedException saying in one sentence why it cannot
     */
    public ApplicationContext start(Map<String, Object> overrides) {
        return started(builder(overrides).build());
    }

    private ApplicationContext started(ApplicationContext context) {
        try {
            var environment = context.getEnvironment();
            environment.start();
            StartCheck.check(environment, configuration());
            context.start();
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (StartRefusedException refused) {
            context.close();
            throw refused;
        } catch (RuntimeException failure) {
            context.close();
            throw new StartRefusedException(StartFailure.sentence(failure), failure);
        }
    }

    private ApplicationContextBuilder builder(Map<String, Object> overrides) {
        return ApplicationContext.builder()
                .mainClass(service)
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(
                        PropertySource.of(SHARED, read(SHARED), SHARED_ORDER),
                        PropertySource.of(name, read(name), OWN_ORDER),
                        PropertySource.of("overrides", overrides, Integer.MAX_VALUE));
    }

    private Map<String, Object> configuration() {
        var both = new HashMap<>(read(SHARED));
        both.putAll(read(name));
        return both;
    }

    private Map<String, Object> read(String file) {
        var classPath = ClassPathResourceLoader.defaultLoader(service.getClassLoader());
        var source =
                new YamlPropertySourceLoader()
                        .load(file, classPath)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                file + ".yml is not on the class path"));
        Map<String, Object> values = new HashMap<>();
        source.forEach(key -> values.put(key, source.get(key)));
        return values;
    }
}
