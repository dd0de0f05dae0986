package io.quaestor.router.provider.roster;

import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Protocol;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import io.quaestor.router.provider.NotCalled;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares one call of each wire protocol and sends nothing, before the first job comes: the AWS
 * SDK takes up to four seconds of a busy machine for the first call of a process. Connections are
 * not part of it.
 *
 * <p>For one thread at a time.
 */
final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    /** A catalogue version waits for it, once for each protocol. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int ONE_TOKEN = 1;

    private final Set<Protocol> rehearsed = EnumSet.noneOf(Protocol.class);

    /**
     * Returns when the call is ready, has failed, or takes too long; the first of its protocol
     * only.
     */
    void of(String name, Protocol protocol, Provider provider) {
        if (rehearsed.add(protocol)) {
            var reply = provider.call(call()).toCompletableFuture().join();
            if (!reply.equals(NotCalled.inRehearsal())) {
                log.warn("provider {} could not prepare a call: {}", name, reply);
            }
        }
    }

    private static ProviderCall call() {
        var message =
                Message.newBuilder()
                        .setRole(Role.USER)
                        .setParts(List.of(new TextPart("rehearsal")))
                        .build();
        var request =
                LlmRequest.newBuilder()
                        .setRequestId("rehearsal")
                        .setDepartment("rehearsal")
                        .setModel("rehearsal")
                        .setMessages(List.of(message))
                        .setDeadline(Instant.EPOCH)
                        .build();
        return new ProviderCall(
                "rehearsal",
                "rehearsal",
                request,
                ONE_TOKEN,
                LONGEST,
                Optional.empty(),
                () -> Optional.<ProviderReply>of(NotCalled.inRehearsal()));
    }
}
