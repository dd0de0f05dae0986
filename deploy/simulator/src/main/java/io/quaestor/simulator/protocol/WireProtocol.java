package io.quaestor.simulator.protocol;

import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.script.Behaviour;

/** One provider's wire protocol: bytes to a call, an answer or an error to bytes. Pure. */
public sealed interface WireProtocol permits OpenAiProtocol, BedrockProtocol {

    /** Its name. */
    Protocol protocol();

    /**
     * Reads a request body.
     *
     * @param pathModel the model that the path names, empty when the body does
     */
    Parse parse(String pathModel, byte[] body);

    /** Writes an answer; {@code reply.answer()} is none that was refused. */
    WireReply answer(Reply reply);

    /** Writes an error in this provider's envelope. */
    WireReply error(String id, Behaviour.Fail failure);

    /** Writes the refusal of a credential. */
    WireReply unauthorized(String id, String errorType, String message);

    /** Cuts a proper reply in the middle: still announced as JSON, but none. */
    static WireReply malformed(WireReply whole) {
        byte[] half = java.util.Arrays.copyOf(whole.body(), whole.body().length / 2);
        return new WireReply(whole.status(), whole.contentType(), whole.headers(), half);
    }
}
