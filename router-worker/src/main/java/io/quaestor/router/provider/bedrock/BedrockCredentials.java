package io.quaestor.router.provider.bedrock;

import io.quaestor.wire.Secret;

/** How calls to AWS are signed. */
public sealed interface BedrockCredentials {

    /**
     * A key of the catalogue that means: as the AWS SDK finds them (environment, profile,
     * container, instance).
     */
    String DEFAULT_CHAIN = "aws-default-chain";

    /** As the SDK finds them. */
    record DefaultChain() implements BedrockCredentials {}

    /** A fixed key pair, with a session token or without ({@code sessionToken} empty). */
    record Fixed(String accessKeyId, Secret secretAccessKey, Secret sessionToken)
            implements BedrockCredentials {}

    /**
     * Reads {@code accessKey:secret} or {@code accessKey:secret:sessionToken}.
     *
     * @throws IllegalArgumentException when the text has another form; the message does not quote
     *     it
     */
    static BedrockCredentials parse(Secret secret) {
        String[] parts = secret.reveal().split(":", 3);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new IllegalArgumentException("an AWS key is written accessKey:secret");
        }
        return new Fixed(
                parts[0], Secret.of(parts[1]), Secret.of(parts.length == 3 ? parts[2] : ""));
    }
}
