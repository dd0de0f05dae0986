package io.quaestor.service;

import io.micronaut.context.env.Environment;
import io.micronaut.context.exceptions.ConfigurationException;
import io.quaestor.service.http.HttpToken;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is looked at before anything is connected: required variables, address and token. */
final class StartCheck {

    /** {@code ${NAME}}, without a default. */
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");

    /** Micronaut's own way to listen elsewhere as well. */
    private static final String LISTENERS = "micronaut.server.netty.listeners";

    private final Environment environment;

    private StartCheck(Environment environment) {
        this.environment = environment;
    }

    /**
     * @param configuration the files' own values, with their placeholders
     * @throws StartRefusedException naming everything that is missing
     */
    static void check(Environment environment, Map<String, Object> configuration) {
        var check = new StartCheck(environment);
        check.requiredVariables(configuration);
        check.addressAndToken();
    }

    private void requiredVariables(Map<String, Object> configuration) {
        SortedSet<String> missing = new TreeSet<>();
        configuration.forEach(
                (key, value) -> {
                    var required = REQUIRED.matcher(value.toString());
                    if (required.find() && !resolves(key)) {
                        missing.add(required.group(1));
                    }
                });
        if (!missing.isEmpty()) {
            throw new StartRefusedException(
                    String.join(" and ", missing)
                            + (missing.size() == 1 ? " is" : " are")
                            + " not set in the environment");
        }
    }

    private boolean resolves(String key) {
        try {
            return environment.getProperty(key, String.class).isPresent();
        } catch (ConfigurationException _) {
            return false;
        }
    }

    private void addressAndToken() {
        var token = HttpToken.from(text(HttpToken.PROPERTY), System.getenv());
        if (token instanceof HttpToken.Unusable(String why)) {
            throw new StartRefusedException("QUAESTOR_HTTP_TOKEN cannot be used: " + why);
        }
        boolean authenticated = token instanceof HttpToken.Required;
        refuse(BindGuard.refusal(text("micronaut.server.host"), authenticated));
        for (var listener : environment.getPropertyEntries(LISTENERS)) {
            refuse(BindGuard.ofListener(text(LISTENERS + "." + listener + ".host"), authenticated));
        }
    }

    private static void refuse(Optional<String> reason) {
        reason.ifPresent(
                why -> {
                    throw new StartRefusedException(why);
                });
    }

    private String text(String key) {
        return environment.getProperty(key, String.class).orElse("");
    }
}
