package io.quaestor.simulator.http;

import io.quaestor.simulator.auth.AccessKey;
import io.quaestor.simulator.auth.AuthVerdict;
import io.quaestor.simulator.auth.BearerKeys;
import io.quaestor.simulator.auth.SigV4Keys;
import io.quaestor.simulator.auth.SignedRequest;
import io.quaestor.simulator.call.Protocol;
import java.time.Instant;
import java.util.List;

/** The credentials that each protocol accepts. */
public final class Credentials {

    private final BearerKeys bearerKeys;
    private final SigV4Keys accessKeys;

    /** Accepts exactly these; without any of its kind a protocol refuses every call. */
    public Credentials(List<String> bearerKeys, List<AccessKey> accessKeys) {
        this.bearerKeys = new BearerKeys(bearerKeys);
        this.accessKeys = new SigV4Keys(accessKeys);
    }

    AuthVerdict verify(Protocol protocol, SignedRequest request, Instant now) {
        return switch (protocol) {
            case OPENAI -> bearerKeys.verify(request);
            case BEDROCK -> accessKeys.verify(request, now);
        };
    }
}
