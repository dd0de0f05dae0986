package io.quaestor.simulator;

import io.quaestor.simulator.auth.AccessKey;
import io.quaestor.simulator.log.CallLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the simulator was started. Arguments ({@code --port 0} or {@code --port=0}) come before the
 * environment ({@code QUAESTOR_SIMULATOR_PORT}).
 *
 * @param port 0 for a free one
 * @param threads event loops, 1 to 8
 * @param callLogLimit entries kept in the call log
 * @param callLogFile where the call log is also written, if anywhere
 */
record SimulatorSettings(
        int port,
        Optional<Path> portsFile,
        Optional<Path> script,
        List<String> bearerKeys,
        List<AccessKey> accessKeys,
        int threads,
        int callLogLimit,
        Optional<Path> callLogFile) {

    static final String USAGE =
            """
            usage: simulator [--port N] [--ports-file PATH] [--script PATH]
                             [--bearer-key REF[,REF]] [--access-key REF[,REF]]
                             [--threads N] [--call-log-limit N] [--call-log-file PATH]
            REF is env:NAME or file:PATH; an access key is written ID:SECRET.
            Each may also be set as QUAESTOR_SIMULATOR_PORT and so on.""";

    private static final Set<String> NAMES =
            Set.of(
                    "port",
                    "ports-file",
                    "script",
                    "bearer-key",
                    "access-key",
                    "threads",
                    "call-log-limit",
                    "call-log-file");

    /**
     * One loop answers about ten thousand calls a second; more only compete with what is measured.
     */
    private static final int MAX_THREADS = 8;

    /**
     * Reads arguments and environment.
     *
     * @throws IllegalArgumentException with one sentence for the user
     */
    static SimulatorSettings of(List<String> arguments, Map<String, String> environment) {
        Map<String, String> given = fromEnvironment(environment);
        given.putAll(fromArguments(arguments));
        List<String> bearerKeys = secrets(given, "bearer-key", environment);
        List<AccessKey> accessKeys =
                secrets(given, "access-key", environment).stream().map(AccessKey::parse).toList();
        if (bearerKeys.isEmpty() && accessKeys.isEmpty()) {
            throw new IllegalArgumentException(
                    "no credential: give --bearer-key or --access-key, or both");
        }
        return new SimulatorSettings(
                number(given, "port", 0, 0, 65_535),
                Optional.ofNullable(given.get("ports-file")).map(Path::of),
                Optional.ofNullable(given.get("script")).map(Path::of),
                bearerKeys,
                accessKeys,
                number(given, "threads", 1, 1, MAX_THREADS),
                number(given, "call-log-limit", CallLog.DEFAULT_LIMIT, 1, CallLog.MAX_LIMIT),
                Optional.ofNullable(given.get("call-log-file")).map(Path::of));
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        for (String name : NAMES) {
            String variable =
                    "QUAESTOR_SIMULATOR_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                given.put(name, value);
            }
        }
        return given;
    }

    private static Map<String, String> fromArguments(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            String name = flag.startsWith("--") ? flag.substring(2) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown argument '" + flag + "'");
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new IllegalArgumentException("'" + flag + "' needs a value");
            }
            given.put(name, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
        }
        return given;
    }

    private static List<String> secrets(
            Map<String, String> given, String name, Map<String, String> environment) {
        String references = given.get(name);
        if (references == null) {
            return List.of();
        }
        List<String> secrets = new ArrayList<>();
        for (String reference : references.split(",", -1)) {
            secrets.add(Secret.resolve(reference.strip(), environment));
        }
        return secrets;
    }

    private static int number(
            Map<String, String> given, String name, int otherwise, int least, int most) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        boolean inRange =
                text.matches("\\d{1,9}")
                        && Integer.parseInt(text) >= least
                        && Integer.parseInt(text) <= most;
        if (!inRange) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** Credentials are never printed. */
    @Override
    public String toString() {
        return "SimulatorSettings[port="
                + port
                + ", threads="
                + threads
                + ", credentials redacted]";
    }
}
