package io.quaestor.simulator.auth;

/** Whether a caller's credential was accepted. */
public sealed interface AuthVerdict {

    /**
     * Accepted.
     *
     * @param credentialId what the call log shows: never a secret
     */
    record Accepted(String credentialId) implements AuthVerdict {}

    /**
     * Refused.
     *
     * @param credentialId the claimed credential, or "-"
     * @param errorType the provider's own error name
     * @param message one sentence for people
     */
    record Refused(String credentialId, String errorType, String message) implements AuthVerdict {}
}
