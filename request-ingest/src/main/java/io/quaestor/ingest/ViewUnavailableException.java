package io.quaestor.ingest;

/** What a name must be looked up in does not answer. It says nothing about the request. */
public final class ViewUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ViewUnavailableException(String message) {
        super(message);
    }

    ViewUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
