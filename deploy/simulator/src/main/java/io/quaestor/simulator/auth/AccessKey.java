package io.quaestor.simulator.auth;

/** An AWS access key id and its secret; the secret is never printed. */
public record AccessKey(String id, String secret) {

    public AccessKey {
        if (id.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("an access key needs an id and a secret");
        }
    }

    /** Reads {@code ID:SECRET}. */
    public static AccessKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("an access key is written ID:SECRET");
        }
        return new AccessKey(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
