package io.quaestor.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whom HTTP may serve: this machine, or others that can say who they are. */
final class BindGuard {

    /** Why this address must not be bound, in one sentence. */
    static Optional<String> refusal(String host, boolean authenticated) {
        if (host.isBlank()) {
            return Optional.of("QUAESTOR_HTTP_HOST is empty: name an address, such as 127.0.0.1");
        }
        try {
            if (authenticated || InetAddress.getByName(host).isLoopbackAddress()) {
                return Optional.empty();
            }
        } catch (UnknownHostException _) {
            return Optional.of("QUAESTOR_HTTP_HOST=" + host + " is no address of this machine");
        }
        return Optional.of(
                "QUAESTOR_HTTP_HOST="
                        + host
                        + " can be reached from other machines while no caller is authenticated: set QUAESTOR_HTTP_TOKEN to env:NAME or file:PATH, or bind 127.0.0.1");
    }

    /**
     * The same of a listener of Micronaut's, which without an address of its own listens on all.
     */
    static Optional<String> ofListener(String host, boolean authenticated) {
        return refusal(host.isBlank() ? "0.0.0.0" : host, authenticated)
                .map(why -> why.replace("QUAESTOR_HTTP_HOST", "the host of a Netty listener"));
    }

    private BindGuard() {}
}
