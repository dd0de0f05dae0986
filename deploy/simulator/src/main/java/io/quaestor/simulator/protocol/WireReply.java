package io.quaestor.simulator.protocol;

import java.util.List;

/**
 * An HTTP reply.
 *
 * @param headers besides content type and length
 */
public record WireReply(int status, String contentType, List<Header> headers, byte[] body) {

    /** Marks every reply of a provider endpoint. */
    public static final Header SIMULATED = new Header("x-quaestor-simulated", "true");

    /** A header's name, in lower case, and value. */
    public record Header(String name, String value) {}
}
