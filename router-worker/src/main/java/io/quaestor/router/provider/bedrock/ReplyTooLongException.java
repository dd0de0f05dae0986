package io.quaestor.router.provider.bedrock;

import java.io.IOException;

/** A reply body went beyond the bound; nothing more of it is read. */
final class ReplyTooLongException extends IOException {

    /** The SDK wraps causes in its own types; this text finds it again. */
    static final String MESSAGE = "quaestor: the reply is longer than is read";

    private static final long serialVersionUID = 1L;

    ReplyTooLongException() {
        super(MESSAGE);
    }
}
