package io.quaestor.router.provider.roster;

import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import java.util.concurrent.CompletableFuture;

/** Stands for a provider that cannot be called and answers with the reason. */
final class Unavailable {

    private Unavailable() {}

    static Provider because(ProviderFault fault) {
        return _ ->
                CompletableFuture.completedStage(
                        new ProviderReply.Refused(fault, ReplyOrigin.NONE));
    }
}
