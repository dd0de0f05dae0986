package io.quaestor.wire;

/** The cluster is not as Quaestor needs it; the message is one sentence for the operator. */
public final class ProvisioningException extends RuntimeException {
    public ProvisioningException(String message) {
        super(message);
    }

    ProvisioningException(String message, Throwable cause) {
        super(message, cause);
    }
}
