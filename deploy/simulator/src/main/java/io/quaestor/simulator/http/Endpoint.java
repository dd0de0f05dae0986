package io.quaestor.simulator.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.quaestor.simulator.call.Protocol;
import java.util.Optional;

/**
 * A provider endpoint that a path names.
 *
 * @param model the model in the path, percent-decoded; empty where the body names it
 */
record Endpoint(Protocol protocol, String model) {

    private static final String CHAT = "/chat/completions";
    private static final String MODEL = "/model/";
    private static final String CONVERSE = "/converse";

    /** The endpoint, or empty when the path is no provider's. */
    static Optional<Endpoint> of(String rawPath) {
        if (rawPath.endsWith(CHAT)) {
            return Optional.of(new Endpoint(Protocol.OPENAI, ""));
        }
        int end = rawPath.length() - CONVERSE.length();
        if (!rawPath.startsWith(MODEL) || !rawPath.endsWith(CONVERSE) || end <= MODEL.length()) {
            return Optional.empty();
        }
        return decoded(rawPath.substring(MODEL.length(), end))
                .map(model -> new Endpoint(Protocol.BEDROCK, model));
    }

    private static Optional<String> decoded(String segment) {
        try {
            // In a path a plus sign is a plus sign.
            return Optional.of(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a broken escape names no model
        }
    }
}
