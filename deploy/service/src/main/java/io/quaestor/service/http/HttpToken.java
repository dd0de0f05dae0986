package io.quaestor.service.http;

import io.quaestor.wire.Secret;
import io.quaestor.wire.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** What a caller must show, as {@value #PROPERTY} says; read once, at the start. */
public sealed interface HttpToken {

    String PROPERTY = "quaestor.http.token";

    /** Fewer could be guessed; {@code openssl rand -hex 16} makes 32. */
    int SHORTEST = 16;

    /** Nothing: only callers of this machine reach the service. */
    record NotAsked() implements HttpToken {}

    /** The token. */
    record Required(Secret token) implements HttpToken {

        /** Takes equally long whatever is shown. */
        boolean isShownBy(String authorization) {
            var shown = authorization.getBytes(StandardCharsets.UTF_8);
            var wanted = ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(shown, wanted);
        }
    }

    /** A token is wanted and there is none to compare with; the reason quotes no part of one. */
    record Unusable(String why) implements HttpToken {}

    /**
     * @param reference {@code env:NAME}, {@code file:PATH} or empty
     */
    static HttpToken from(String reference, Map<String, String> environment) {
        if (reference.isBlank()) {
            return new NotAsked();
        }
        return switch (Secrets.of(environment).resolve(reference)) {
            case Secrets.Resolution.Absent(String why) -> new Unusable(why);
            case Secrets.Resolution.Found(Secret token) when token.reveal().length() < SHORTEST ->
                    new Unusable("the token has fewer than " + SHORTEST + " characters");
            case Secrets.Resolution.Found(Secret token) -> new Required(token);
        };
    }
}
