package io.quaestor.cli.stack;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Credentials of one start of the simulator: it checks them, and the workers sign with them.
 *
 * @param aws {@code accessKey:secret}
 * @param openAi a bearer key
 */
public record SimulatorKeys(String aws, String openAi) {
    private static final int SECRET_BYTES = 20;

    static SimulatorKeys random() {
        var random = new SecureRandom();
        return new SimulatorKeys("AKIDLOCAL:" + secret(random), "sk-local-" + secret(random));
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** As the sample catalogue names them. */
    Map<String, String> forWorkers() {
        return Map.of("SIM_AWS_KEYS", aws, "SIM_OPENAI_KEY", openAi);
    }

    Map<String, String> forSimulator() {
        return Map.of(
                "SIM_AWS_KEYS",
                aws,
                "SIM_OPENAI_KEY",
                openAi,
                "QUAESTOR_SIMULATOR_BEARER_KEY",
                "env:SIM_OPENAI_KEY",
                "QUAESTOR_SIMULATOR_ACCESS_KEY",
                "env:SIM_AWS_KEYS");
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "SimulatorKeys[redacted]";
    }
}
