package io.quaestor.simulator.call;

import java.util.Arrays;
import java.util.Optional;

/** A provider wire protocol that the simulator speaks. */
public enum Protocol {
    OPENAI("openai"),
    BEDROCK("bedrock");

    private final String code;

    Protocol(String code) {
        this.code = code;
    }

    /** The name used in scripts, the call log and the statistics. */
    public String code() {
        return code;
    }

    /** The protocol of that name, or empty when there is none. */
    public static Optional<Protocol> named(String code) {
        return Arrays.stream(values()).filter(protocol -> protocol.code.equals(code)).findFirst();
    }
}
