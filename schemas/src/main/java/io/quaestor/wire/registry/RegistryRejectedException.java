package io.quaestor.wire.registry;

/** The registry understood and refused: asking again without a change brings the same answer. */
public final class RegistryRejectedException extends RegistryException {

    /** What has to change. */
    public enum Kind {
        /** 409: the schema breaks the subject's compatibility level. */
        INCOMPATIBLE,
        /** 401 or 403: the credentials. */
        UNAUTHORIZED,
        /** Any other 4xx: the request, for instance 422 for an invalid schema. */
        INVALID
    }

    private final Kind kind;
    private final int status;

    RegistryRejectedException(Kind kind, int status, String message) {
        super(message, null);
        this.kind = kind;
        this.status = status;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
