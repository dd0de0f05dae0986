package io.quaestor.service;

/** Why a service cannot start, in one sentence for whoever configures it. */
public final class StartRefusedException extends RuntimeException {

    StartRefusedException(String sentence) {
        super(sentence);
    }

    StartRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
